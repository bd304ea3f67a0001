import { UnstyledLink } from "@shopify/polaris";
import { useId } from "react";

import styles from "./BarChart.module.css";
import { axisTicks, labelledIndexes } from "./scale";

export type BarPoint = {
  key: string;
  /** Short, under the axis. */
  label: string;
  value: number;
  /** What a pointer resting on the bar reads. */
  tooltip: string;
  /** List of what the bar counts; absent when there is none. */
  url?: string;
  isRunning: boolean;
};

const HEIGHT = 100;
const COLUMN = 10;
const GAP = 1.5;
const MOST_LABELS = 5;

/**
 * Bars drawn on the server; no code runs in the browser for it. The plot stretches with the page while its texts,
 * which are HTML, keep their size. Bars can be clicked; by keyboard and screen reader the same numbers are reached
 * in the table that must stand below it.
 */
export function BarChart({
  title,
  description,
  points,
  formatTick,
}: {
  title: string;
  description: string;
  points: readonly BarPoint[];
  formatTick: (value: number) => string;
}) {
  const id = useId();
  const ticks = axisTicks(Math.max(0, ...points.map((point) => point.value)));
  const top = ticks.at(-1) ?? 1;
  const width = Math.max(1, points.length) * COLUMN;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>{title}</figcaption>
      <div className={styles.frame}>
        <div className={styles.yAxis} aria-hidden="true">
          {ticks.map((tick) => (
            <span key={tick}>{formatTick(tick)}</span>
          ))}
        </div>
        <svg
          className={styles.plot}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="group"
          aria-labelledby={`${id}-title ${id}-description`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-description`}>{description}</desc>
          {ticks.map((tick) => {
            const y = HEIGHT - (tick / top) * HEIGHT;
            return <line key={tick} className={styles.grid} x1={0} x2={width} y1={y} y2={y} />;
          })}
          {points.map((point, index) => (
            <Bar key={point.key} point={point} x={index * COLUMN} height={(point.value / top) * HEIGHT} />
          ))}
        </svg>
        <div className={styles.xAxis} aria-hidden="true">
          {labelledIndexes(points.length, MOST_LABELS).map((index) => (
            <span
              key={index}
              className={styles.xLabel}
              style={{ insetInlineStart: `${(index / points.length) * 100}%` }}
            >
              {points[index]?.label}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

function Bar({ point, x, height }: { point: BarPoint; x: number; height: number }) {
  const bar = (
    <>
      <title>{point.tooltip}</title>
      <rect className={styles.hit} x={x} y={0} width={COLUMN} height={HEIGHT} />
      <rect
        className={point.isRunning ? styles.running : styles.bar}
        x={x + GAP}
        y={HEIGHT - height}
        width={COLUMN - 2 * GAP}
        height={height}
      />
    </>
  );
  if (point.url === undefined)
    return (
      <g className={styles.column} aria-hidden="true">
        {bar}
      </g>
    );
  return (
    <UnstyledLink url={point.url} className={styles.column} tabIndex={-1} aria-hidden="true">
      {bar}
    </UnstyledLink>
  );
}
