// The field of the filter expression: suggests while one types, says what is wrong and where, counts what is found.
import { Combobox, Text, TextInput, useCombobox } from '@mantine/core';
import { Cross2Icon, MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useId, useRef, useState } from 'react';
import type { FilterFailure } from '../../core/filter/compile.ts';
import { type FilterVocabulary, suggestFilter } from '../../core/filter/suggest.ts';

interface Props {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly vocabulary: FilterVocabulary;
  readonly error: FilterFailure['error'] | null;
  /** An example that fits the field's width. */
  readonly example: string;
}

export function FilterField({ value, onChange, vocabulary, error, example }: Props) {
  const combobox = useCombobox();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(value.length);
  const errorId = useId();
  const { from, to, options } = suggestFilter(value, Math.min(caret, value.length), vocabulary);
  const take = (text: string): void => {
    const spaced = value.slice(to).startsWith(' ') ? text : `${text} `;
    onChange(value.slice(0, from) + spaced + value.slice(to));
    const place = from + spaced.length;
    setCaret(place);
    combobox.resetSelectedOption();
    // After React has put the new text in.
    requestAnimationFrame(() => input.current?.setSelectionRange(place, place));
  };
  const type = (event: React.ChangeEvent<HTMLInputElement>): void => {
    onChange(event.currentTarget.value);
    setCaret(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
    // An emptied field is done with: suggestions would only stand over the table.
    if (event.currentTarget.value === '') combobox.closeDropdown();
    else combobox.openDropdown();
    combobox.resetSelectedOption();
  };
  const wrong = error !== null && !error.incomplete;
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={take}
      withinPortal
      position="bottom-start"
      shadow="md"
      width="target"
    >
      {/* Suggestions open below the message, not over it. */}
      <Combobox.DropdownTarget>
        <div className="history-filter">
          <Combobox.EventsTarget>
            <TextInput
              ref={input}
              size="xs"
              type="search"
              aria-label="Filter"
              placeholder={`Filter: ${example}`}
              spellCheck={false}
              leftSection={<MagnifyingGlassIcon />}
              rightSection={value === '' ? null : <Clear onClick={() => onChange('')} />}
              value={value}
              onChange={type}
              onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
              onClick={() => combobox.openDropdown()}
              onBlur={() => combobox.closeDropdown()}
              aria-invalid={wrong}
              {...(error !== null && { 'aria-describedby': errorId })}
              error={wrong}
            />
          </Combobox.EventsTarget>
          <div id={errorId} role="status" className="history-filter-error" data-wrong={wrong}>
            {error !== null && <Wrong text={value} {...error} />}
          </div>
        </div>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={options.length === 0}>
        <Combobox.Options aria-label="Suggestions">
          {options.map((option) => (
            <Combobox.Option value={option.text} key={`${option.text} ${option.about}`} py={4}>
              <span className="history-suggestion">
                <span>{option.text}</span>
                <Text span size="xs" className="quiet">
                  {option.about}
                </Text>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Clear({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" className="history-clear" aria-label="Clear the filter" onClick={onClick}>
      <Cross2Icon />
    </button>
  );
}

const around = 18;
/** The text before a place and from it on, short; … stands where it is cut. */
export function placeIn(text: string, position: number): { before: string; rest: string } {
  const [from, to] = [position - around, position + around];
  const before = `${from > 0 ? '…' : ''}${text.slice(Math.max(0, from), position)}`;
  const rest = `${text.slice(position, to)}${to < text.length ? '…' : ''}`;
  return { before, rest: rest === '' ? '␣' : rest };
}

/** The message, and the place in the text it is about. */
function Wrong({ text, message, position }: { text: string; message: string; position: number }) {
  const { before, rest } = placeIn(text, position);
  return (
    <>
      <span className="history-wrong">{message}</span> <span className="only-heard">Here: </span>
      <code className="history-place">
        {before}
        <mark>{rest}</mark>
      </code>
    </>
  );
}
