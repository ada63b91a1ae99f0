// Notes that are saved when the typing rests, when the field is left, and when it goes away.
import { Text, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

interface Props {
  readonly notes: string;
  readonly readOnly: boolean;
  /** Whether it was taken. */
  readonly onSave: (notes: string) => Promise<boolean>;
}
const restMilliseconds = 700;
const longest = 100_000;

export function NotesEditor({ notes, readOnly, onSave }: Props) {
  const [text, setText] = useState(notes);
  const [said, setSaid] = useState('');
  const saved = useRef(notes);
  const newest = useRef({ text, onSave });
  useEffect(() => {
    newest.current = { text, onSave };
  });
  const save = useRef(async (): Promise<void> => {
    const now = newest.current;
    if (now.text === saved.current) return;
    const before = saved.current;
    saved.current = now.text;
    setSaid('Saving …');
    const taken = await now.onSave(now.text);
    // Leaving the field tries once more.
    if (!taken) saved.current = before;
    setSaid(taken ? 'Saved' : 'Not saved: the host did not take it');
  });
  useEffect(() => {
    if (text === saved.current) return;
    const timer = setTimeout(() => void save.current(), restMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const last = save.current;
    return () => void last();
  }, []);
  return (
    <div>
      <Textarea
        label="Notes"
        size="sm"
        autosize
        minRows={3}
        maxRows={16}
        maxLength={longest}
        readOnly={readOnly}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setSaid('');
        }}
        onBlur={() => void save.current()}
      />
      <Text size="xs" className="quiet" role="status" mih={18}>
        {said}
      </Text>
    </div>
  );
}
