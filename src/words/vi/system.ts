import type { SYSTEM as EN } from '../en/system.js';

/** What the system says, in Vietnamese. */
export const SYSTEM: Readonly<Record<keyof typeof EN, string>> = {
  ENOSPC: 'thiết bị không còn chỗ trống',
  EACCES: 'không có quyền truy cập',
  ENOENT: 'không có tệp hoặc thư mục này',
  EISDIR: 'đây là một thư mục',
  EROFS: 'hệ thống tệp chỉ cho đọc',
  EIO: 'lỗi đọc/ghi thiết bị',
  EFBIG: 'tệp quá lớn',
  EDQUOT: 'đã hết hạn mức đĩa',
  ENOTDIR: 'không phải thư mục',
  EEXIST: 'đã tồn tại',
  EPERM: 'thao tác không được phép',
  ELOOP: 'quá nhiều liên kết tượng trưng',
  ENAMETOOLONG: 'tên quá dài',
  ENXIO: 'không có thiết bị hoặc địa chỉ này',
};
