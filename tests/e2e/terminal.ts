/** A real terminal for tests: a shell in a tmux window of its own server. */
export class Terminal implements AsyncDisposable {
  readonly #socket = `dk-test-${crypto.randomUUID()}`;

  /** Where all that is printed goes too: its size tells that there is something new. */
  readonly #printed = Deno.makeTempFileSync({ prefix: "dkt-terminal-" });

  /** Size of what was printed at the last look. */
  #seen = 0;

  #isClosed = false;

  private constructor() {}

  /** Opens a window with a shell that prints `$ ` as its prompt. */
  static async open(size: { columns: number; rows: number }): Promise<Terminal> {
    const terminal = new Terminal();
    const { columns, rows } = size;
    const shell = "env PS1='$ ' HISTFILE= bash --norc --noprofile";
    await terminal.#tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      "-x",
      `${columns}`,
      "-y",
      `${rows}`,
      shell,
    );
    await terminal.#tmux("pipe-pane", `exec cat >'${terminal.#printed}'`);
    await terminal.waitFor(/\$ $/);
    return terminal;
  }

  /** Types a line and Enter. */
  async line(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", text);
    await this.keys("Enter");
  }

  /** Presses keys by tmux's names: `C-c`, `Enter`. */
  async keys(...names: string[]): Promise<void> {
    await this.#tmux("send-keys", ...names);
  }

  /** Pastes text, in brackets where the program has asked for them. */
  async paste(text: string): Promise<void> {
    await this.#tmux("set-buffer", "--", text);
    await this.#tmux("paste-buffer", "-p");
  }

  /** All that was printed, trailing space removed. */
  async screen(): Promise<string> {
    this.#seen = Deno.statSync(this.#printed).size;
    const text = await this.#tmux("capture-pane", "-p", "-J", "-S", "-");
    return text.replace(/\n+$/, "");
  }

  /**
   * Resolves when something has been printed since the last look at the screen. To look costs more than
   * most of what tests wait for; it is worth it once a second all the same, as a resize prints nothing.
   */
  async change(): Promise<void> {
    const end = Date.now() + 1000;
    do await new Promise((resolve) => setTimeout(resolve, 50)); while (
      Deno.statSync(this.#printed).size === this.#seen && Date.now() < end
    );
  }

  /** Waits until the screen matches; resolves with it. */
  async waitFor(pattern: RegExp, seconds = 60): Promise<string> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const screen = await this.screen();
      if (pattern.test(screen)) return screen;
      if (Date.now() > end) {
        throw new Error(`No ${pattern} in ${seconds} s on the screen:\n${screen}`);
      }
      await this.change();
    }
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux("resize-window", "-x", `${columns}`, "-y", `${rows}`);
  }

  /** Process id of the window's shell. */
  async shellPid(): Promise<number> {
    return Number((await this.#tmux("display-message", "-p", "#{pane_pid}")).trim());
  }

  /** Closes the window, as a user does by its cross. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#tmux("kill-server");
    await Deno.remove(this.#printed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #tmux(...args: string[]): Promise<string> {
    const command = new Deno.Command("tmux", { args: ["-L", this.#socket, ...args] });
    const { success, stdout, stderr } = await command.output();
    if (!success) throw new Error(`tmux ${args[0]}: ${new TextDecoder().decode(stderr)}`);
    return new TextDecoder().decode(stdout);
  }
}
