/** Something the user can put right; `message` is the one line they read, `status` the exit status. */
export class Failure extends Error {
  override readonly name = 'Failure';
  constructor(message: string, readonly status = 2) {
    super(message);
  }
}

/** Why a file operation failed, in plain words. */
export function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file', EACCES: 'no permission', EPERM: 'no permission', EISDIR: 'it is a folder', ENOTDIR: 'part of the path is no folder',
    ENOSPC: 'the disk is full', EROFS: 'the file system is read-only', ENAMETOOLONG: 'the name is too long', ELOOP: 'too many symbolic links', EMFILE: 'too many open files',
  };
  return (code !== undefined && words[code]) || (error instanceof Error ? error.message : String(error));
}
