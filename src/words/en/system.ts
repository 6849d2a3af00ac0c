/** What the system says, in words of ours. */
export const SYSTEM = {
  ENOSPC: 'no space left on device',
  EACCES: 'permission denied',
  ENOENT: 'no such file or directory',
  EISDIR: 'it is a directory',
  EROFS: 'read-only file system',
  EIO: 'input/output error',
  EFBIG: 'file too large',
  EDQUOT: 'disk quota exceeded',
  ENOTDIR: 'not a directory',
  EEXIST: 'it exists already',
  EPERM: 'operation not permitted',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'name too long',
  ENXIO: 'no such device or address',
};
