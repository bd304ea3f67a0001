import type { Offer } from "./offer";

export const teas: Offer[] = [
  {
    title: "Earl Grey of the Docks",
    kind: "Tea",
    description:
      "Assam and Ceylon with cold-pressed Calabrian bergamot and cornflower. No aroma from a bottle.",
    tags: ["black"],
    variants: [
      ["100 g", 990, 380, 210],
      ["250 g", 2190, 890, 70],
    ],
  },
  {
    title: "Sencha Kagoshima",
    kind: "Tea",
    description:
      "First flush from the south of Kyushu, deep-steamed. Brew at 70 °C for one minute, three times.",
    tags: ["green", "japan"],
    variants: [["80 g", 1490, 720, 85]],
  },
  {
    title: "Gunpowder Mint",
    kind: "Tea",
    description: "Rolled green tea with spearmint from Podlasie. Good hot with honey, better cold with ice.",
    tags: ["green", "summer"],
    variants: [["100 g", 850, 310, 190]],
  },
  {
    title: "Smoked Lapsang",
    kind: "Tea",
    description:
      "Pine-smoked leaves from Wuyi: campfire, dried longan and leather. A little goes a long way.",
    tags: ["black", "smoky"],
    variants: [["100 g", 1290, 560, 3]],
  },
  {
    title: "Linden and Honey Infusion",
    kind: "Tea",
    description:
      "Linden blossom, apple and a spoon of Masurian honey granules. Free of caffeine, made for evenings.",
    tags: ["herbal", "caffeine-free"],
    variants: [["80 g", 790, 290, 150]],
  },
  {
    title: "Uji Matcha Ceremonial",
    kind: "Tea",
    description:
      "Stone-ground tencha from Uji in a tin of thirty grams. Sweet grass, no bitterness when whisked at 75 °C.",
    tags: ["green", "japan", "matcha"],
    variants: [["30 g tin", 2690, 1490, 38]],
  },
];
