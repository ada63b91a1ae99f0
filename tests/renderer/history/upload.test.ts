// A file's way to the host in parts, with a host that keeps what it is sent, refuses, and goes away.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashFile, partBytes, sendFile, type Transfer } from '../../../src/renderer/history/upload.ts';
import { HostFailure } from '../../../src/renderer/host-failure.ts';

// What a browser has and Node has not.
beforeAll(() => {
  vi.stubGlobal(
    'FileReader',
    class {
      result = '';
      onload: () => void = () => {};
      readAsDataURL(part: Blob): void {
        part.arrayBuffer().then((buffer) => {
          const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
          this.result = `data:;base64,${btoa(letters.join(''))}`;
          this.onload();
        });
      }
    },
  );
});
afterAll(() => void vi.unstubAllGlobals());

const size = partBytes * 2 + 12_345;
const content = Uint8Array.from({ length: size }, (_, index) => (index * 31) % 251);
const file = new Blob([content]);
const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const sha256 = '0'.repeat(64);

/** Keeps parts; `fail` says before which call it is what it answers instead. */
function host(fail: (call: number) => HostFailure | null = () => null, start = 0) {
  const kept = new Uint8Array(size);
  kept.set(content.subarray(0, start));
  let received = start;
  let calls = 0;
  const link = {
    call: async (command: string, input: { offset?: number; data?: string }) => {
      calls += 1;
      const failure = fail(calls);
      if (failure !== null) throw failure;
      if (command === 'upload.append') {
        expect(input.offset).toBe(received);
        expect(input.data!.length).toBeLessThanOrEqual(6_000_000);
        const part = bytesOf(input.data!);
        kept.set(part, received);
        received += part.length;
      }
      return { received };
    },
  } as unknown as Transfer['link'];
  const whole = (): boolean => received === size && kept.every((byte, index) => byte === content[index]);
  /** So much has come by another way. */
  const arrive = (bytes: number): void => {
    kept.set(content.subarray(0, bytes));
    received = bytes;
  };
  return { link, whole, arrive, received: () => received, calls: () => calls };
}
type Host = ReturnType<typeof host>;
const transfer = (link: Transfer['link'], abort = new AbortController(), seen: number[] = []): Transfer => ({
  link,
  file,
  signal: abort.signal,
  onProgress: (done) => seen.push(done),
});

describe('a transfer', () => {
  it('hashes a file in parts as the whole', async () => {
    const seen: number[] = [];
    const { link } = host();
    const expected = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
    const digits = Array.from(expected, (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(await hashFile(transfer(link, undefined, seen))).toBe(digits);
    expect(seen).toEqual([partBytes, 2 * partBytes, size]);
  });

  it('asks anew where a part that was on its way has arrived meanwhile, and gives up where that does not help', async () => {
    let late: Host | null = null;
    const overtaken = host((call) => {
      if (call !== 2) return null;
      late!.arrive(partBytes);
      return new HostFailure('conflict', 'expected the part that begins elsewhere');
    });
    late = overtaken;
    await sendFile(sha256, transfer(overtaken.link));
    expect(overtaken.whole()).toBe(true);
    const stubborn = host((call) => (call % 2 === 0 ? new HostFailure('conflict', 'never') : null));
    await expect(sendFile(sha256, transfer(stubborn.link))).rejects.toThrow('never');
    expect(stubborn.calls()).toBe(4);
    const closed = host(() => new HostFailure('conflict', 'read only'));
    await expect(sendFile(sha256, transfer(closed.link))).rejects.toThrow('read only');
    expect(closed.calls()).toBe(1);
  });

  it('sends every part once, in order', async () => {
    const one = host();
    const seen: number[] = [];
    await sendFile(sha256, transfer(one.link, undefined, seen));
    expect(one.whole()).toBe(true);
    expect(one.calls()).toBe(4);
    expect(seen.at(-1)).toBe(size);
  });

  it('goes on where the host’s part ends', async () => {
    const one = host(() => null, partBytes);
    await sendFile(sha256, transfer(one.link));
    expect(one.whole()).toBe(true);
    expect(one.calls()).toBe(3);
  });

  it('sends nothing of a file that the host has', async () => {
    const one = host(() => null, size);
    await sendFile(sha256, transfer(one.link));
    expect(one.calls()).toBe(1);
  });

  it('waits for a host that is gone, asks what it has, and goes on', async () => {
    const one = host((call) => (call === 3 ? new HostFailure('unreachable', 'gone') : null));
    await sendFile(sha256, transfer(one.link));
    expect(one.whole()).toBe(true);
  });

  it('ends with the host’s refusal', async () => {
    const one = host((call) => (call === 2 ? new HostFailure('input', 'no space on the disk') : null));
    await expect(sendFile(sha256, transfer(one.link))).rejects.toThrow('no space on the disk');
  });

  it('stops when it is aborted', async () => {
    const abort = new AbortController();
    const one = host((call) => {
      if (call === 2) abort.abort();
      return null;
    });
    await expect(sendFile(sha256, transfer(one.link, abort))).rejects.toThrow('abort');
    expect(one.received()).toBe(partBytes);
  });
});
