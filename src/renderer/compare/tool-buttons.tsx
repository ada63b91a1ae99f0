// What a drag on the chart does, and the way back to all of it.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { CircleIcon, CropIcon, MoveIcon, ResetIcon } from '@radix-ui/react-icons';
import { useCommands } from '../shell/actions.ts';
import type { Tool } from './chart-stage.tsx';

const tools = [
  { tool: 'zoom', name: 'Zoom: drag a box', icon: <CropIcon /> },
  { tool: 'pan', name: 'Move: drag the chart (or drag with Shift)', icon: <MoveIcon /> },
  { tool: 'lasso', name: 'Lasso: draw around runs (or drag with Alt)', icon: <CircleIcon /> },
] as const;

interface Props {
  readonly tool: Tool;
  readonly zoomed: boolean;
  onTool(tool: Tool): void;
  onReset(): void;
}

export function ToolButtons({ tool, zoomed, onTool, onReset }: Props) {
  useCommands(
    'Compare',
    tools.map((one) => ({
      id: `compare.tool.${one.tool}`,
      label: one.name,
      keywords: 'tool dragging',
      run: () => onTool(one.tool),
    })),
  );
  return (
    <fieldset className="compare-tools" aria-label="What dragging does">
      {zoomed && (
        <Button size="compact-xs" variant="default" leftSection={<ResetIcon />} onClick={onReset}>
          Show all
        </Button>
      )}
      {tools.map((one) => (
        <Tooltip key={one.tool} label={one.name} openDelay={400}>
          <ActionIcon
            variant={tool === one.tool ? 'filled' : 'subtle'}
            {...(tool === one.tool ? {} : { color: 'gray' })}
            size={28}
            aria-label={one.name}
            aria-pressed={tool === one.tool}
            onClick={() => onTool(one.tool)}
          >
            {one.icon}
          </ActionIcon>
        </Tooltip>
      ))}
    </fieldset>
  );
}
