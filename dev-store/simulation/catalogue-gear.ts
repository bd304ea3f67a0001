import type { Offer } from "./offer";

export const gear: Offer[] = [
  {
    title: "Stoneware Mug",
    kind: "Tableware",
    description: "Thrown in Bolesławiec, glazed in Baltic grey. Holds 280 ml and keeps them warm.",
    tags: ["gift"],
    variants: [
      ["Baltic grey", 1900, 820, 75],
      ["Amber", 1900, 820, 5],
      ["Chalk", 1900, 820, 40],
    ],
  },
  {
    title: "Paper Filters 02",
    kind: "Accessories",
    description: "A hundred unbleached cone filters that taste of nothing, which is the point.",
    tags: ["filter"],
    variants: [["100 pieces", 590, 190, 400, { backorder: true }]],
  },
  {
    title: "Glass Dripper",
    kind: "Brewing",
    description: "Borosilicate cone with a cork collar for one to four cups. Swirl, wait, drink.",
    tags: ["filter"],
    variants: [["02", 3490, 1650, 28]],
  },
  {
    title: "Hand Grinder Merewa",
    kind: "Brewing",
    description: "Forty-eight steel clicks from Turkish to French press; folds into a rucksack.",
    tags: ["grinder"],
    variants: [["Steel", 8900, 4700, 22]],
  },
  {
    title: "Espresso Machine Bryza",
    kind: "Machines",
    description:
      "Dual boiler, PID to a tenth of a degree, a steam wand that can do a rosetta. Two years of warranty.",
    tags: ["machine"],
    variants: [
      ["Graphite", 89000, 61000, 12, { was: 94900 }],
      ["Cream", 89000, 61000, 6],
    ],
  },
  {
    title: "Pour-over Kettle",
    kind: "Brewing",
    description: "Gooseneck, 0.9 l, holds the temperature for an hour. The handle stays cool.",
    tags: ["filter", "kettle"],
    variants: [
      ["Black", 7900, 4100, 18],
      ["Copper", 9900, 5300, 0],
    ],
  },
  {
    title: "Barista Course, One Day",
    kind: "Course",
    description:
      "Six people, two machines, one long Saturday at our roastery in Gdańsk. Lunch and an apron included.",
    tags: ["course"],
    variants: [["Default Title", 14900, 5200, 24, { backorder: true }]],
  },
  {
    title: "Gift Card",
    kind: "Gift card",
    description: "For somebody whose taste you do not know yet. Sent by e-mail, good for three years.",
    tags: ["gift"],
    isGiftCard: true,
    variants: [
      ["25 €", 2500, 2500, 999, { backorder: true }],
      ["50 €", 5000, 5000, 999, { backorder: true }],
    ],
  },
];
