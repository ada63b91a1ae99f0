// Tags of one or more rows: taken off one by one, put on from those that are known or as new ones. However many there
// are, only a few are drawn.
import { Button, CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useMemo, useState } from 'react';

interface Props {
  readonly tags: readonly string[];
  /** Every tag of the history, the most used first. */
  readonly known: readonly string[];
  readonly detail?: (tag: string) => string;
  readonly onAdd: (tag: string) => void;
  readonly onRemove: (tag: string) => void;
}
const drawn = 40;
const mostOptions = 30;
const longestTag = 200;

/** At most so many tags that are not there yet and have these letters, those that begin with them first. */
export function matchingTags(known: readonly string[], own: ReadonlySet<string>, search: string): string[] {
  const needle = search.trim().toLowerCase();
  const begin: string[] = [];
  const inside: string[] = [];
  for (const tag of known) {
    if (begin.length >= mostOptions) break;
    if (own.has(tag)) continue;
    const place = tag.toLowerCase().indexOf(needle);
    if (place === 0) begin.push(tag);
    else if (place > 0 && inside.length < mostOptions) inside.push(tag);
  }
  return [...begin, ...inside].slice(0, mostOptions);
}

export function TagEditor({ tags, known, detail, onAdd, onRemove }: Props) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const own = useMemo(() => new Set(tags), [tags]);
  const options = useMemo(() => matchingTags(known, own, search), [known, own, search]);
  const typed = search.trim().slice(0, longestTag);
  const isNew = typed !== '' && !own.has(typed) && !known.includes(typed);
  const add = (tag: string): void => {
    onAdd(tag);
    setSearch('');
    combobox.closeDropdown();
  };
  const shown = all ? tags.slice(0, 1000) : tags.slice(0, drawn);
  return (
    <div>
      <Combobox store={combobox} onOptionSubmit={add} withinPortal={false}>
        <Combobox.Target>
          <TextInput
            size="xs"
            aria-label="Add a tag"
            placeholder="Add a tag"
            maxLength={longestTag}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              combobox.openDropdown();
              combobox.selectFirstOption();
            }}
            onClick={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || combobox.getSelectedOptionIndex() >= 0 || typed === '') return;
              event.preventDefault();
              if (!own.has(typed)) add(typed);
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={!isNew && options.length === 0}>
          <Combobox.Options mah={220} style={{ overflowY: 'auto' }} aria-label="Tags">
            {isNew && <Combobox.Option value={typed}>New tag “{typed}”</Combobox.Option>}
            {options.map((tag) => (
              <Combobox.Option key={tag} value={tag}>
                {tag}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <ul className="history-pills" aria-label="Tags">
        {shown.map((tag) => (
          <li key={tag}>
            <span>{tag}</span>
            {detail !== undefined && detail(tag) !== '' && <span className="quiet">{detail(tag)}</span>}
            <CloseButton
              size={24}
              iconSize={12}
              aria-label={`Take off ${tag}`}
              onClick={() => onRemove(tag)}
            />
          </li>
        ))}
      </ul>
      {tags.length > shown.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          {(tags.length - shown.length).toLocaleString('en')} more
        </Button>
      )}
    </div>
  );
}
