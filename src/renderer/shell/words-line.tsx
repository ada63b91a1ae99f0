// The words of the field that stand above or in what is drawn, each explaining itself.
import type { TermName } from '../../core/glossary.ts';
import { Term } from './term.tsx';

export function WordsLine({ names }: { names: readonly TermName[] }) {
  if (names.length === 0) return null;
  return (
    <p className="words-line">
      Words:{' '}
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <Term name={name} />
        </span>
      ))}
    </p>
  );
}
