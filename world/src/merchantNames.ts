// Invented brands: names that suit their category and, as far as we know, do not exist.

export interface Category {
  readonly name: string
  /** Typical order in GBP, and its commission rate. */
  readonly orderValue: number
  readonly commissionRate: number
  /** Second words of generated brand names in this category. */
  readonly noun: string
}

export const CATEGORIES: readonly Category[] = [
  { name: 'Food & drink', orderValue: 24, commissionRate: 0.06, noun: 'Kitchen' },
  { name: 'Travel', orderValue: 310, commissionRate: 0.035, noun: 'Travel' },
  { name: 'Beauty', orderValue: 42, commissionRate: 0.08, noun: 'Beauty' },
  { name: 'Electronics', orderValue: 165, commissionRate: 0.02, noun: 'Electronics' },
  { name: 'Fashion', orderValue: 68, commissionRate: 0.07, noun: 'Fashion' },
  { name: 'Groceries', orderValue: 56, commissionRate: 0.015, noun: 'Grocers' },
  { name: 'Sport & outdoor', orderValue: 74, commissionRate: 0.05, noun: 'Sports' },
  { name: 'Home & garden', orderValue: 95, commissionRate: 0.045, noun: 'Home' },
  { name: 'Entertainment', orderValue: 33, commissionRate: 0.05, noun: 'Play' },
  { name: 'Pets & family', orderValue: 47, commissionRate: 0.04, noun: 'Family' },
]

/** Column i belongs to category i; read row by row, so that every category has large and small brands. */
const KNOWN: readonly (readonly string[])[] = [
  split(
    'Fernway Coffee|Atlas Hotels|Luma Skin|Voltiq Electronics|Juniper Fashion|Sprout Grocers|Cobalt Sports|Oak & Ember|Marquee Tickets|Pawsome Lane',
  ),
  split(
    'Saffron Row|Tern Airways|Petal & Pine|Circuit Lane|Halden Tailors|Greenbarrow|Loop Bikes|Hearthside|Pixel Harbour|Little Otter',
  ),
  split(
    'Mill & Crumb|Wander Rail|Dewdrop Apothecary|Northlight Audio|Clove Street|Daily Larder|Summit Gear|Linden Living|Storyvine Books|Tumble Toys',
  ),
  split(
    'Bento Yard|Cabin Collective|Velvet Brow|Kite Mobile|Maren Knitwear|Orchard Cart|Tidal Swim|Copper Kettle Co|Encore Stream|Brightnest',
  ),
  split(
    'Ember Pizza|Harbour Ferries|Opaline|Gridwise|Sole Parade|Pantry Post|Ridge & River|Paint & Plaster|Arcade Nine|Whisker Box',
  ),
  split(
    'Juice Foundry|Skylark Cars|Kindred Scent|Lumenhaus|Thread Theory|Basket & Bloom|Pedal Republic|Willow Beds|Reel Social|Nappy Nook',
  ),
]

const FIRST_WORDS = split(
  'Alder|Amber|Aspen|Aurora|Beacon|Birch|Bramble|Brook|Canopy|Cedar|Cinder|Clover|Comet|Coral|Dapple|Drift|Echo|Elm|Falcon|Fable|Fern|Flint|Gale|Glade|Harvest|Hazel|Heron|Indigo|Iris|Jasper|Kestrel|Lantern|Larch|Lyric|Maple|Meadow|Mosaic|Nectar|Nimbus|Nova|Ochre|Onyx|Orbit|Osprey|Pebble|Poppy|Quill|Raven|Rowan|Sable|Sierra|Slate|Sorrel|Thistle|Topaz|Umber|Vesper|Wren|Yarrow|Zephyr',
)

/** Name and category of the i-th merchant; 60 fixed ones, then up to 600 generated ones. */
export function merchantName(i: number): { readonly name: string; readonly category: number } {
  const category = i % CATEGORIES.length
  const row = Math.floor(i / CATEGORIES.length)
  const known = KNOWN[row]?.[category]
  if (known !== undefined) return { name: known, category }
  const generated = row - KNOWN.length
  const word = FIRST_WORDS[(generated + category * 7) % FIRST_WORDS.length]!
  if (generated >= FIRST_WORDS.length) throw new Error(`merchants: at most ${MAX_MERCHANTS}`)
  return { name: `${word} ${CATEGORIES[category]!.noun}`, category }
}

export const MAX_MERCHANTS = (KNOWN.length + FIRST_WORDS.length) * CATEGORIES.length

function split(names: string): readonly string[] {
  return names.split('|')
}
