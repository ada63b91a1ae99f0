// A lab whose history can be replaced while windows are open: they hold this one, and it passes everything on to the lab
// that is behind it at the moment. Commands that come while it is being replaced wait for the next one.
import type { CommandName, CommandOutput, Cost, WindowEvent } from '../contract/window.ts';
import { LabError } from '../lab/failure.ts';
import type { Lab } from '../lab/lab.ts';

export class ReplaceableLab implements Lab {
  private current: Lab;
  private stopHearing: () => void;
  private readonly listeners = new Set<(event: WindowEvent) => void>();
  private startedAs: 'all' | 'chosen' | null = null;
  /** Settled, either way, when another lab is in place. */
  private replacing: Promise<unknown> | null = null;
  private closed = false;

  constructor(lab: Lab) {
    this.current = lab;
    this.stopHearing = this.hear(lab);
  }

  async dispatch<C extends CommandName>(command: C, input: unknown): Promise<CommandOutput<C>> {
    while (this.replacing !== null) await this.replacing;
    return this.current.dispatch(command, input);
  }

  listen(listener: (event: WindowEvent) => void): () => void {
    const own = (event: WindowEvent): void => listener(event);
    this.listeners.add(own);
    return () => this.listeners.delete(own);
  }

  submit(source: unknown, folder: string): number {
    return this.atRest().submit(source, folder);
  }

  estimate(source: unknown, folder: string): Cost {
    return this.atRest().estimate(source, folder);
  }

  same(source: unknown, folder: string): ReturnType<Lab['same']> {
    return this.atRest().same(source, folder);
  }

  start(what: 'all' | 'chosen' = 'all'): number {
    this.startedAs = what;
    return this.atRest().start(what);
  }

  async shutdown(): Promise<void> {
    this.closed = true;
    while (this.replacing !== null) await this.replacing;
    await this.current.shutdown();
  }

  /**
   * Ends the lab; `open` then replaces its history and makes the next one, which starts if the old one was started.
   * What `open` throws is thrown here and must leave it able to be called again: `fallback` opens what was there.
   */
  async replace(open: () => Lab, fallback: () => Lab): Promise<void> {
    this.atRest();
    if (this.closed) throw new LabError('conflict', 'this host is being closed');
    const change = this.change(open, fallback);
    const settled = change.catch(() => undefined);
    this.replacing = settled;
    await settled;
    this.replacing = null;
    await change;
  }

  private async change(open: () => Lab, fallback: () => Lab): Promise<void> {
    await this.current.shutdown();
    this.stopHearing();
    let trouble: unknown = null;
    try {
      this.current = open();
    } catch (error) {
      trouble = error;
      this.current = fallback();
    }
    this.stopHearing = this.hear(this.current);
    if (this.startedAs !== null && !this.closed) this.current.start(this.startedAs);
    this.emit({ type: 'changed', what: 'all' });
    if (trouble !== null) throw trouble;
  }

  private hear(lab: Lab): () => void {
    return lab.listen((event) => this.emit(event));
  }

  private emit(event: WindowEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  private atRest(): Lab {
    if (this.replacing !== null)
      throw new LabError('conflict', 'a backup is being restored: try again in a moment');
    return this.current;
  }
}
