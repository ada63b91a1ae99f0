// All words of the field, by group.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { type GlossaryEntry, glossary } from '../../core/glossary.ts';

const entries: readonly GlossaryEntry[] = Object.values(glossary);

export function GlossaryList() {
  const [query, setQuery] = useState('');
  const typed = query.trim().toLowerCase();
  const found = entries.filter(({ sign, name, meaning }) =>
    `${sign} ${name} ${meaning}`.toLowerCase().includes(typed),
  );
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <>
      <TextInput
        label="Find a word"
        size="xs"
        maw={280}
        mb="md"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div className="glossary">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {found
                .filter((entry) => entry.group === group)
                .map(({ sign, name, meaning }) => (
                  <div key={sign}>
                    <dt>
                      <b>{sign}</b>
                      {name !== '' && <span className="quiet"> {name}</span>}
                    </dt>
                    <dd>{meaning}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        {found.length === 0 && <p role="status">No word holds “{query}”.</p>}
      </div>
    </>
  );
}
