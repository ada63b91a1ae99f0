// The text of the filter: what is typed shows at once, the address follows when the typing rests.
import { useEffect, useRef, useState } from 'react';

const restMilliseconds = 350;

export function useFilterText(
  fromAddress: string,
  toAddress: (text: string) => void,
): [string, (text: string) => void] {
  const [text, setText] = useState(fromAddress);
  const said = useRef(fromAddress);
  const say = useRef(toAddress);
  useEffect(() => {
    say.current = toAddress;
  });
  useEffect(() => {
    // A link or the Back button, not our own words coming round.
    if (fromAddress !== said.current) setText(fromAddress);
    said.current = fromAddress;
  }, [fromAddress]);
  useEffect(() => {
    if (text === said.current) return;
    const timer = setTimeout(() => {
      said.current = text;
      say.current(text);
    }, restMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
