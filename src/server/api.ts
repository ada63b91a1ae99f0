// POST /api/<command>: the contract over HTTP.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Failure } from '../contract/window.ts';
import { inputError } from '../core/errors.ts';
import { isCommand, LabError, toFailure } from '../lab/failure.ts';
import type { Lab } from '../lab/lab.ts';

const mostBodyBytes = 64_000_000;
const statusOf: Readonly<Record<Failure['code'], number>> = {
  input: 400,
  missing: 404,
  conflict: 409,
  fault: 500,
};

export async function answerCommand(
  lab: Lab,
  command: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  try {
    if (!isCommand(command)) throw new LabError('missing', `there is no command ${JSON.stringify(command)}`);
    const input = parseJson(await readBody(request));
    sendJson(response, 200, await lab.dispatch(command, input));
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code === 'fault') console.error(error);
    sendJson(response, statusOf[failure.code], failure);
  }
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-store',
  });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= mostBodyBytes) parts.push(part); // beyond it is read to its end, or the answer would not arrive
  }
  if (bytes > mostBodyBytes) throw inputError('', `the request is longer than ${mostBodyBytes} bytes`);
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw inputError('', `the request is not JSON: ${(error as Error).message}`);
  }
}
