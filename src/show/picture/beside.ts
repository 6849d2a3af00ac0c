import { createRequire } from 'node:module';
import { dataError } from '../facts.js';

/** Packages that are not in the bundle: they are loaded only when a picture is asked for. */
export type PicturePackage = '@resvg/resvg-wasm' | 'pdfkit' | 'svg-to-pdfkit' | 'dejavu-fonts-ttf';

// The command is CommonJS, the library an ES module.
const near = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);

/**
 * A package that is installed beside attn.
 *
 * @throws AttnError when it is not
 */
export function packageBeside<Module>(name: PicturePackage): Module {
  return found(name, () => near(name) as Module);
}

/** The path of a file of a package. @throws AttnError when it is not installed */
export function fileBeside(name: PicturePackage, file: string): string {
  return found(name, () => near.resolve(`${name}/${file}`));
}

function found<T>(name: PicturePackage, get: () => T): T {
  try {
    return get();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw dataError({ code: 'package-not-installed', name });
  }
}
