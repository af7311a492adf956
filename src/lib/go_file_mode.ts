/** Type bits of Go's `os.FileMode`, in which engines tell what a path is (engine.md 5.5). */
export const GoMode = {
  directory: 2 ** 31,
  symlink: 2 ** 27,
  device: 2 ** 26,
  fifo: 2 ** 25,
  socket: 2 ** 24,
  setuid: 2 ** 23,
  setgid: 2 ** 22,
  characterDevice: 2 ** 21,
  sticky: 2 ** 20,
} as const;

/** True when one of the bits is set; beyond the 31st `&` gives a negative number, never zero. */
export function hasBit(mode: number, bit: number): boolean {
  return (mode & bit) !== 0;
}
