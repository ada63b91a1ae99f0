import { describe, expect, it } from 'vitest';
import { withValue } from '../../../src/core/axes.ts';
import { editJson } from '../../../src/core/design/json-edit.ts';
import { placeOf, readJson } from '../../../src/core/design/json-tree.ts';
import { Random } from '../../../src/core/random.ts';
import { valueAt } from '../../../src/core/schedule-shape.ts';

const text = `{
    "name":   "mine",
    "model": { "width": 32,   "layers": 2 },
    "axes": {
        "model.width": [16, 32],
        "pretrain.tokens": [1e3]
    },
    "seeds": [ 1,2 ]
}
`;

describe('an edit of a JSON text', () => {
  it('changes a value and not one character more', () => {
    expect(editJson(text, [{ path: ['model', 'width'], value: 48 }])).toBe(
      text.replace(' 32,   ', ' 48,   '),
    );
    expect(editJson(text, [{ path: ['seeds', 1], value: 7 }])).toBe(text.replace('1,2', '1,7'));
  });

  it('leaves the text alone where the value is there already, however it is written', () => {
    expect(editJson(text, [{ path: ['axes', 'pretrain.tokens'], value: [1000] }])).toBe(text);
  });

  it('puts a new field where its order says, in the manner of what is beside it', () => {
    const order = (): string[] => ['name', 'notes', 'model', 'axes'];
    expect(editJson(text, [{ path: ['notes'], value: 'n' }], order)).toBe(
      text.replace('"mine",', '"mine",\n    "notes": "n",'),
    );
    expect(editJson(text, [{ path: ['model', 'family'], value: 'gpt2' }], () => ['family', 'width'])).toBe(
      text.replace('{ "width"', '{ "family": "gpt2", "width"'),
    );
    expect(editJson(text, [{ path: ['axes', 'align.rate'], value: [0.1, 0.2] }])).toBe(
      text.replace('[1e3]', '[1e3],\n        "align.rate": [0.1, 0.2]'),
    );
  });

  it('makes the objects on the way to a new field', () => {
    expect(editJson('{}', [{ path: ['model', 'width'], value: 8 }])).toBe('{\n  "model": { "width": 8 }\n}');
    expect(
      JSON.parse(editJson('{"align": 3}', [{ path: ['align', 'data', 'kind'], value: 'replay' }])),
    ).toEqual({
      align: { data: { kind: 'replay' } },
    });
  });

  it('takes a field away with its comma, be it first, last or alone', () => {
    expect(editJson('{ "a": 1, "b": 2 }', [{ path: ['a'], value: undefined }])).toBe('{ "b": 2 }');
    expect(editJson('{ "a": 1, "b": 2 }', [{ path: ['b'], value: undefined }])).toBe('{ "a": 1 }');
    expect(editJson('{ "a": 1 }', [{ path: ['a'], value: undefined }])).toBe('{}');
    expect(editJson('{ "a": 1, "b": 3, "a": 2 }', [{ path: ['a'], value: undefined }])).toBe('{ "b": 3 }');
    expect(editJson(text, [{ path: ['nothing', 'here'], value: undefined }])).toBe(text);
  });

  it('moves a member and leaves the spaces between members where they are', () => {
    const moved = editJson(text, [{ path: ['axes', 'pretrain.tokens'], move: 0 }]);
    expect(moved).toContain('{\n        "pretrain.tokens": [1e3],\n        "model.width": [16, 32]\n    }');
  });

  it('writes the last of two members of one name, which is the one that counts', () => {
    const edited = editJson('{ "a": 1, "a": 2 }', [{ path: ['a'], value: 5 }]);
    expect(edited).toBe('{ "a": 1, "a": 5 }');
  });

  it('refuses a text that is not JSON', () => {
    expect(() => editJson('{ "a": ', [{ path: ['a'], value: 1 }])).toThrow(/JSON/);
  });

  it('agrees with setting the value in the parsed object, for 400 random texts and edits', () => {
    for (let trial = 0; trial < 400; trial++) {
      const random = Random.at(trial, 'json-edit');
      const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
      const names = ['a', 'b', 'c"d', 'e.f', 'ü'];
      const make = (depth: number): unknown => {
        const kind = pick(depth > 2 ? ['scalar'] : ['object', 'object', 'array', 'scalar']);
        if (kind === 'scalar') return pick<unknown>([0, -1.5e-3, 'x,y]}', true, null, '\\"', '']);
        if (kind === 'array') return names.slice(0, pick([0, 1, 3])).map(() => make(depth + 1));
        return Object.fromEntries(names.slice(0, pick([0, 2, 4])).map((name) => [name, make(depth + 1)]));
      };
      const root = Object.fromEntries(names.slice(0, pick([0, 1, 5])).map((name) => [name, make(1)]));
      const source = JSON.stringify(root, null, pick(['', '  ', '\t', '    ']));
      const path = Array.from({ length: pick([1, 2, 3]) }, () => pick(names));
      const value = make(1);
      const edited = JSON.parse(editJson(source, [{ path, value }]));
      expect(valueAt(edited, path), `${source} at ${path}`).toEqual(value);
      // All else is as it was: taking both values out leaves the same.
      const hole = 'the hole';
      expect(withValue(edited, path, hole)).toEqual(withValue(root, path, hole));
      const gone = JSON.parse(editJson(source, [{ path, value: undefined }]));
      expect(valueAt(gone, path)).toBeUndefined();
    }
  });
});

describe('a place in a JSON text', () => {
  const at = (path: (string | number)[]): string => {
    const { from, to } = placeOf(readJson(text).tree!, path);
    return text.slice(from, to);
  };
  it('is the value, the name of an object, or the name of what misses something', () => {
    expect(at(['model', 'width'])).toBe('32');
    expect(at(['axes', 'model.width', 1])).toBe('32');
    expect(at(['model'])).toBe('"model"');
    expect(at(['model', 'context'])).toBe('"model"');
    expect(at(['pretrain'])).toBe('{');
  });
  it('is not looked for in a text that nests without end', () => {
    expect(readJson('['.repeat(100_000)).tree).toBeNull();
    expect(readJson(`${'['.repeat(200)}${']'.repeat(200)}`).error?.expected).toContain('64 levels');
  });
});
