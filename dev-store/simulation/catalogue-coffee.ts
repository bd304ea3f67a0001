import type { Offer } from "./offer";

export const coffees: Offer[] = [
  {
    title: "Harbour Blend",
    kind: "Coffee",
    description:
      "Our everyday espresso from Brazil and Honduras: hazelnut, cocoa and a long, round finish. Forgiving in every machine.",
    tags: ["blend", "espresso"],
    variants: [
      ["250 g", 890, 390, 420],
      ["1 kg", 2990, 1380, 260],
    ],
  },
  {
    title: "Ethiopia Guji Natural",
    kind: "Coffee",
    description:
      "Sun-dried heirloom cherries from Uraga at 2,150 m. Blueberry, jasmine, a sweetness like peach jam. Best as filter.",
    tags: ["single-origin", "filter"],
    variants: [
      ["250 g", 1250, 610, 180],
      ["1 kg", 4290, 2150, 60],
    ],
  },
  {
    title: "Colombia Huila Washed",
    kind: "Coffee",
    description:
      "Eleven neighbours around Pitalito pick ripe only. Red apple, panela and a clean, bright cup.",
    tags: ["single-origin", "filter", "espresso"],
    variants: [
      ["250 g", 1090, 510, 240],
      ["1 kg", 3690, 1790, 90],
    ],
  },
  {
    title: "Night Ferry Decaf",
    kind: "Coffee",
    description:
      "Decaffeinated with sugar-cane ethyl acetate in Manizales. Caramel and orange, and you will still sleep.",
    tags: ["decaf"],
    variants: [
      ["250 g", 1150, 560, 130],
      ["1 kg", 3890, 1920, 0],
    ],
  },
  {
    title: "Kenya Nyeri AA",
    kind: "Coffee",
    description:
      "Double-washed SL28 from the slopes of Mount Kenya. Blackcurrant, grapefruit, sparkling acidity.",
    tags: ["single-origin", "filter", "limited"],
    variants: [["250 g", 1590, 820, 45]],
  },
  {
    title: "Old Crane Dark Roast",
    kind: "Coffee",
    description:
      "Roasted until the second crack whispers. Dark chocolate and walnut; made for milk and the moka pot.",
    tags: ["blend", "dark"],
    variants: [
      ["250 g", 850, 370, 310],
      ["1 kg", 2790, 1290, 140],
    ],
  },
  {
    title: "Guatemala Huehuetenango",
    kind: "Coffee",
    description: "Grown where warm desert air meets the mountains. Toffee, plum and a creamy body.",
    tags: ["single-origin", "espresso"],
    variants: [
      ["250 g", 1120, 530, 160],
      ["1 kg", 3790, 1840, 40],
    ],
  },
  {
    title: "Panama Geisha Reserve",
    kind: "Coffee",
    description:
      "A hundred grams of the coffee people travel for: bergamot, white flowers, papaya. Roasted on Thursdays.",
    tags: ["single-origin", "limited", "reserve"],
    variants: [["100 g", 3900, 2400, 9]],
  },
  {
    title: "Roaster's Choice Subscription Box",
    kind: "Coffee",
    description:
      "Three bags our head roaster drinks at home this month, with tasting notes and grind advice.",
    tags: ["box", "gift"],
    variants: [["3 × 250 g", 2990, 1420, 80, { was: 3390, backorder: true }]],
  },
  {
    title: "Cold Brew Bags",
    kind: "Coffee",
    description:
      "Ten coarse-ground pouches: one litre of cold water, one night in the fridge, nothing else to do.",
    tags: ["cold-brew", "summer"],
    variants: [["10 pouches", 1490, 640, 95]],
  },
];
