// A bundle's way to the host: hashed in parts, sent in parts, gone on with where it stopped. Nothing of the window here.
import { createPartHasher } from '../../core/hash-parts.ts';
import { asFailure } from '../host-failure.ts';
import type { WindowLink } from '../window-link.ts';

/** Bytes; base64 of it stays below what the contract takes. */
export const partBytes = 3 * 1024 * 1024;
const retryMilliseconds = 1000;

export interface Transfer {
  readonly link: Pick<WindowLink, 'call'>;
  readonly file: Blob;
  readonly signal: AbortSignal;
  /** Bytes done. */
  readonly onProgress: (done: number) => void;
}

/** SHA-256 of a file in 64 hexadecimal digits, without holding it. Rejects with the signal's reason when aborted. */
export async function hashFile({ file, signal, onProgress }: Omit<Transfer, 'link'>): Promise<string> {
  const hasher = createPartHasher();
  for (let offset = 0; offset < file.size; offset += partBytes) {
    signal.throwIfAborted();
    hasher.add(new Uint8Array(await file.slice(offset, offset + partBytes).arrayBuffer()));
    onProgress(Math.min(file.size, offset + partBytes));
    await pause(0);
  }
  return hasher.end();
}

/** Sends what the host does not have yet. While the host is gone it waits; any other refusal rejects. */
export async function sendFile(sha256: string, { link, file, signal, onProgress }: Transfer): Promise<void> {
  let received = -1;
  /** Where the last part that was refused began: a place that is refused twice stays so. */
  let refused = -1;
  while (received < file.size) {
    signal.throwIfAborted();
    try {
      if (received < 0) ({ received } = await link.call('upload.status', { sha256, bytes: file.size }));
      onProgress(received);
      if (received >= file.size) return;
      const data = await toBase64(file.slice(received, received + partBytes));
      signal.throwIfAborted();
      ({ received } = await link.call('upload.append', { sha256, offset: received, data }));
      onProgress(received);
    } catch (error) {
      const { code } = asFailure(error);
      // A part that was on its way when we last asked has arrived since: what is here is asked for anew.
      const overtaken = code === 'conflict' && received >= 0 && received !== refused;
      if (code !== 'unreachable' && !overtaken) throw error;
      if (overtaken) refused = received;
      else await pause(retryMilliseconds);
      received = -1;
    }
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function toBase64(part: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(part);
  });
}
