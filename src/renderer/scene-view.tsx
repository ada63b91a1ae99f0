// Draws a scene's marks with React: the same marks that `charts/svg.ts` writes to a file.
import { memo } from 'react';
import { fontFamily, type Mark, type Scene } from '../charts/scene.ts';

export const SceneView = memo(function SceneView({ scene }: { scene: Scene }) {
  const { width, height } = scene;
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`${scene.title}. ${scene.description}`}
      fontFamily={fontFamily}
    >
      {scene.marks.map((mark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks have no identity, a new scene replaces the old one
        <MarkView key={index} mark={mark} />
      ))}
    </svg>
  );
});

function MarkView({ mark }: { mark: Mark }) {
  switch (mark.type) {
    case 'path':
      return (
        <path
          d={mark.d}
          data-role={mark.role}
          fill={mark.fill ?? 'none'}
          stroke={mark.stroke}
          strokeWidth={mark.width}
          strokeDasharray={mark.dash}
          strokeLinejoin="round"
          opacity={mark.opacity}
        />
      );
    case 'line':
      return (
        <line
          x1={mark.x1}
          y1={mark.y1}
          x2={mark.x2}
          y2={mark.y2}
          data-role={mark.role}
          stroke={mark.stroke}
          strokeWidth={mark.width}
          strokeDasharray={mark.dash}
        />
      );
    case 'circle':
      return (
        <circle
          cx={mark.cx}
          cy={mark.cy}
          r={mark.r}
          fill={mark.fill}
          stroke={mark.stroke}
          data-role={mark.role}
        />
      );
    case 'rect': {
      const { x, y, width, height, fill, opacity, role } = mark;
      return (
        <rect x={x} y={y} width={width} height={height} fill={fill} opacity={opacity} data-role={role} />
      );
    }
    case 'group': {
      const inner = mark.marks.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <MarkView key={index} mark={child} />
      ));
      if (mark.clip === undefined) return <g data-role={mark.role}>{inner}</g>;
      const { x, y, width, height } = mark.clip;
      return (
        <svg
          {...mark.clip}
          viewBox={`${x} ${y} ${width} ${height}`}
          overflow="hidden"
          data-role={mark.role}
          aria-hidden
        >
          {inner}
        </svg>
      );
    }
    case 'text':
      return (
        <text
          x={mark.x}
          y={mark.y}
          data-role={mark.role}
          fill={mark.fill}
          fontSize={mark.size}
          fontWeight={mark.weight}
          textAnchor={mark.anchor}
          transform={mark.rotate === undefined ? undefined : `rotate(${mark.rotate} ${mark.x} ${mark.y})`}
          stroke={mark.halo}
          strokeWidth={mark.halo && 3}
          paintOrder={mark.halo && 'stroke'}
        >
          {mark.text}
        </text>
      );
  }
}
