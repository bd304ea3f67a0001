import { useId } from "react";
import { useTranslation } from "react-i18next";

import { layOut } from "../../movements/rules";
import { type Flow, NO_TIER } from "../../movements/schema";

import styles from "./FlowDrawing.module.css";

type Props = {
  flows: readonly Flow[];
  /** From the lowest. */
  tiers: readonly { id: string }[];
  nameOf: (id: string) => string;
};

/**
 * Bands between the tiers people had and have, as thick as people; drawn on the server, no code runs for it. The same
 * numbers stand in the table below.
 */
export function FlowDrawing({ flows, tiers, nameOf }: Props) {
  const { t } = useTranslation("vip");
  const id = useId();
  const order = [...tiers.map((tier) => tier.id).reverse(), NO_TIER];
  const rank = (tier: string) => order.indexOf(tier);
  const { left, right, bands } = layOut(flows, order);
  return (
    <figure className={styles.figure}>
      <div className={styles.side} aria-hidden="true">
        {left.map((stop) => (
          <span key={stop.id} style={{ top: `${stop.y + stop.height / 2}%` }}>
            {nameOf(stop.id)}
          </span>
        ))}
      </div>
      <svg
        className={styles.plot}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={id}
      >
        <title id={id}>{t("moves.drawing")}</title>
        {bands.map(({ from, to, fromY, toY, height }) => (
          <path
            key={`${from} ${to}`}
            className={rank(to) < rank(from) ? styles.up : styles.down}
            d={`M0 ${fromY} C50 ${fromY} 50 ${toY} 100 ${toY} V${toY + height} C50 ${toY + height} 50 ${fromY + height} 0 ${fromY + height} Z`}
          />
        ))}
      </svg>
      <div className={styles.side} aria-hidden="true">
        {right.map((stop) => (
          <span key={stop.id} style={{ top: `${stop.y + stop.height / 2}%` }}>
            {nameOf(stop.id)}
          </span>
        ))}
      </div>
    </figure>
  );
}
