/** The caller's side of an interactive session: standard streams, terminal and signals. */
export interface SessionIo {
  stdin: {
    readonly isTerminal: boolean;
    /** Resolves with the count of bytes put into `buffer`, or null at the end. */
    read(buffer: Uint8Array): Promise<number | null>;
  };
  stdout: ByteWriter;
  stderr: ByteWriter;
  /** The terminal's size; undefined where there is none. */
  windowSize(): WindowSize | undefined;
  /** Takes signals over until disposed; which ones, the caller decides. */
  onSignals(handler: (name: string) => void): Disposable;
  /** Reports each change of the window's size until disposed. */
  onResize(handler: () => void): Disposable;
  /** The terminal to be made raw, where stdin is one. */
  openTerminal(): RawSwitch;
}

/** Takes bytes: stdout or stderr of the caller. */
export interface ByteWriter {
  /** Writes all bytes, waiting for a slow reader. */
  writeBytes(bytes: Uint8Array): Promise<void>;
}

/** Size of the caller's terminal in characters. */
export interface WindowSize {
  columns: number;
  rows: number;
}

/** A terminal that is raw from {@link RawSwitch.enter} to its disposal. */
export interface RawSwitch extends Disposable {
  enter(): Promise<void>;
}
