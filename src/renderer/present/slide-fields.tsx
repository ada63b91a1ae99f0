// The words of a slide, and how its chart appears.
import { Button, Group, Switch, Textarea, TextInput } from '@mantine/core';
import type { changeSlide } from '../../charts/deck/deck-edits.ts';
import { slideTable } from '../../charts/deck/slide-table.ts';
import { seriesCount } from '../../charts/view/draw-view.ts';
import type { Slide } from '../../core/deck.ts';
import { whyUnexplained } from '../../core/explanation/explain.ts';
import { asItStands } from '../compare/settle-view.ts';
import { encodeView } from '../compare/view-link.ts';
import { viewWords } from '../compare/view-words.ts';
import { go } from '../router.ts';
import { useCommands } from '../shell/actions.ts';
import { WordsLine } from '../shell/words-line.tsx';
import { takeToCompare } from './pending-slide.ts';
import { RefreshData } from './refresh-data.tsx';
import type { Editor } from './use-editor-actions.ts';

interface Props {
  readonly slide: Slide;
  readonly editor: Editor;
  onChange(change: Parameters<typeof changeSlide>[2], mark?: string): void;
}

export function SlideFields({ slide, editor, onChange }: Props) {
  const { locked } = editor;
  const common = { readOnly: locked, autosize: true } as const;
  return (
    <div className="slide-fields">
      <div className="slide-words">
        <TextInput
          label="Title"
          value={slide.title}
          maxLength={500}
          readOnly={locked}
          onChange={(event) => onChange({ title: event.currentTarget.value }, 'title')}
        />
        <Textarea
          {...common}
          label={slide.kind === 'text' ? 'Text' : 'Caption'}
          description="A blank line begins a paragraph, a dash at the start of a line a list."
          value={slide.caption}
          minRows={2}
          maxRows={8}
          maxLength={5000}
          onChange={(event) => onChange({ caption: event.currentTarget.value }, 'caption')}
        />
        <Textarea
          {...common}
          label="Speaker notes"
          description="Shown to you alone while presenting (N or S); not in exported files."
          value={slide.notes}
          minRows={2}
          maxRows={8}
          maxLength={20_000}
          onChange={(event) => onChange({ notes: event.currentTarget.value }, 'notes')}
        />
      </div>
      <div className="slide-side">
        {slide.kind === 'view' && <ViewOptions slide={slide} editor={editor} onChange={onChange} />}
        <Group gap="xs">
          <Button size="xs" variant="default" disabled={locked} onClick={editor.duplicate}>
            Duplicate slide
          </Button>
          <Button size="xs" variant="default" disabled={locked} onClick={editor.remove}>
            Delete slide
          </Button>
        </Group>
      </div>
    </div>
  );
}

function ViewOptions({ slide, editor, onChange }: Props & { slide: Extract<Slide, { kind: 'view' }> }) {
  const { locked, id } = editor;
  const table = slideTable(slide) !== null;
  const series = table ? 0 : seriesCount(slide.view, slide.data);
  const unexplained =
    slide.view.chart === 'curves'
      ? whyUnexplained(slide.view, slide.data)
      : 'Only curves can be explained step by step.';
  const toCompare = (): void => {
    takeToCompare({ deck: id, slide: slide.id, title: slide.title });
    go({ page: 'compare', view: encodeView(asItStands(slide.view)) });
  };
  const noSeries = locked || series < 2;
  const noWords = locked || unexplained !== null;
  const compareName = locked ? 'Open in Compare' : 'Edit in Compare';
  useCommands('Deck', [
    {
      id: 'deck.reveal',
      label: slide.reveal ? 'All series at once' : 'Series appear one by one',
      keywords: 'reveal step',
      disabled: noSeries,
      run: () => onChange({ reveal: !slide.reveal }),
    },
    {
      id: 'deck.explain',
      label: slide.explain ? 'Explain it no longer' : 'Explain it to newcomers',
      keywords: 'speaker explanation',
      disabled: noWords,
      run: () => onChange({ explain: !slide.explain }),
    },
    { id: 'deck.compare', label: `${compareName}: this slide`, run: toCompare },
  ]);
  return (
    <>
      <Switch
        label="Series appear one by one"
        description={
          series < 2
            ? 'There is one series, or none.'
            : `Begins with bare axes; each press of → shows one of ${series} series, the last also the words below.`
        }
        checked={slide.reveal}
        disabled={noSeries}
        onChange={(event) => onChange({ reveal: event.currentTarget.checked })}
      />
      <Switch
        label="Explain it to newcomers"
        description={unexplained ?? 'From "what is pretraining" to "what is elasticity", over these curves.'}
        checked={slide.explain && unexplained === null}
        disabled={noWords}
        onChange={(event) => onChange({ explain: event.currentTarget.checked })}
      />
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={toCompare}>
          {compareName}
        </Button>
        <RefreshData slide={slide} editor={editor} onData={(data) => onChange({ data })} />
      </Group>
      <WordsLine names={viewWords(slide.view)} />
    </>
  );
}
