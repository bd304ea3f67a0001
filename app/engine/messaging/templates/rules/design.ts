import type { DesignChoice, DesignPreset, FONT_STACKS, MailDesign, Palette } from "../schema";
import { inkOn, lightenFor, mix } from "./colour";

type Font = (typeof FONT_STACKS)[number];

/** No web fonts: they would tell a third party who reads. */
const FONTS: Readonly<Record<Font, string>> = {
  system: "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
  serif: "Georgia, 'Iowan Old Style', 'Times New Roman', serif",
  rounded: "ui-rounded, 'Trebuchet MS', Verdana, 'Segoe UI', sans-serif",
};

type Preset = { light: Palette; dark: Palette; radiusPx: number; font: Font };

const PRESETS: Readonly<Record<DesignPreset, Preset>> = {
  garden: {
    light: palette("#eef2f1 #ffffff #1f2a2e #55656b #0f6b4f #ffffff #e5f4ee #cfd9d6"),
    dark: palette("#14191b #1e2528 #e8eef0 #9fb0b6 #49c59b #0d1f19 #12352b #3a464a"),
    radiusPx: 14,
    font: "system",
  },
  ink: {
    light: palette("#f4f4f2 #ffffff #16181a #5b5f63 #16181a #ffffff #f0f0ec #dcdcd7"),
    dark: palette("#0e0f10 #191b1d #f0f0ee #a6a9ac #f0f0ee #16181a #26292b #3a3d40"),
    radiusPx: 2,
    font: "system",
  },
  clay: {
    light: palette("#f6efe7 #fffdfa #3a2a22 #6f5c50 #a3441f #ffffff #fbeadd #e6d6c7"),
    dark: palette("#1a1410 #251d18 #f5e9df #bfa999 #f09a6b #2a1206 #40281b #4a3a30"),
    radiusPx: 8,
    font: "serif",
  },
  harbour: {
    light: palette("#e9f0f7 #ffffff #17263a #4f6379 #1656a6 #ffffff #e6f0fb #cbd8e6"),
    dark: palette("#10171f #19232f #e6edf5 #9db0c5 #7fb5f5 #0a1c33 #1b3350 #34465a"),
    radiusPx: 20,
    font: "rounded",
  },
};

/** Colours, corners and letters of a shop's mails: the preset, with what the merchant chose in its place. */
export function designOf({ preset, accent, radiusPx, font, logoUrl }: DesignChoice): MailDesign {
  const chosen = PRESETS[preset];
  const dark = accent === null ? null : lightenFor(accent, chosen.dark.sheet);
  return {
    light:
      accent === null
        ? chosen.light
        : { ...chosen.light, accent, onAccent: inkOn(accent), tint: mix(accent, "#ffffff", 0.9) },
    dark:
      dark === null
        ? chosen.dark
        : { ...chosen.dark, accent: dark, onAccent: inkOn(dark), tint: mix(dark, chosen.dark.sheet, 0.82) },
    radiusPx: radiusPx ?? chosen.radiusPx,
    fontStack: FONTS[font ?? chosen.font],
    logoUrl,
  };
}

/** A palette out of one line. @param colours Of page, sheet, ink, quiet, accent, onAccent, tint and line. */
function palette(colours: string): Palette {
  const [page = "", sheet = "", ink = "", quiet = "", accent = "", onAccent = "", tint = "", line = ""] =
    colours.split(" ");
  return { page, sheet, ink, quiet, accent, onAccent, tint, line };
}
