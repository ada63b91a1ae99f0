import { describe, expect, it } from 'vitest';
import { refuseForm, refuseStranger, refuseUnknown, type Visit } from '../../src/server/guard.ts';

const visit = (change: Partial<Visit> = {}): Visit => ({
  method: 'POST',
  host: '127.0.0.1:8080',
  origin: undefined,
  cookie: 'springback-8080=abc',
  contentType: 'application/json; charset=utf-8',
  ...change,
});

describe('the guard', () => {
  it('knows the server’s own names and no other', () => {
    expect(refuseStranger(visit(), 8080)).toBeNull();
    expect(
      refuseStranger(visit({ host: 'localhost:8080', origin: 'http://localhost:8080' }), 8080),
    ).toBeNull();
    for (const host of ['evil.example:8080', '127.0.0.1', '127.0.0.1:80', undefined]) {
      expect(refuseStranger(visit({ host }), 8080)?.status).toBe(403);
    }
    for (const origin of ['http://evil.example', 'null', 'https://127.0.0.1:8080', 'http://127.0.0.1:80']) {
      expect(refuseStranger(visit({ origin }), 8080)?.status).toBe(403);
    }
  });

  it('wants the token in the cookie of its own port', () => {
    expect(refuseUnknown(visit({ cookie: 'a=b; springback-8080=abc' }), 8080, 'abc')).toBeNull();
    for (const cookie of [
      undefined,
      '',
      'springback-8080=abd',
      'springback-8080=abcd',
      'springback-80=abc',
    ]) {
      expect(refuseUnknown(visit({ cookie }), 8080, 'abc')?.status).toBe(401);
    }
  });

  it('takes commands as posted JSON only', () => {
    expect(refuseForm(visit())).toBeNull();
    expect(refuseForm(visit({ method: 'GET' }))?.status).toBe(405);
    expect(refuseForm(visit({ contentType: 'text/plain' }))?.status).toBe(415);
  });
});
