/** Names of drawings that show people or what looks like them: as things they would teach that faces are none. */
const PEOPLE =
  /face|\b(wo)?m[ae]n\b|person|people|boy|girl|child|baby|adult|hand|finger|family|couple|kiss|princ|guard|polic|detective|worker|student|teacher|judge|farmer|cook|mechanic|scientist|technologist|singer|artist|pilot|astronaut|fire-?fighter|ninja|santa|claus|hero|villain|mage|fairy|vampire|mer(person|maid|man)|\belf\b|genie|zombie|troll|danc|bride|veil|tuxedo|angel|monkey|doll|skull|snowman|robot|ogre|goblin|ghost|alien|clown|bust|silhouette|smil|grin|joy|skin|beard|foot|\bleg|nose|tongue|swim|surf|bath|\bbed\b|sleep|\bbow|wav(e|ing)|thumb|fist|palm|pinch|vulcan|call-me|ok-|point|pray|clap|nail|selfie|muscle|biceps|walk|runn|stand|kneel|climb|golf|ski|snowboard|row(ing|boat)|bounc|lift|bik|cartwheel|wrestl|polo|juggl|lotus|wink|emoji|user|avatar|human|worker|cat-with|-cat$/;

/** Whether a drawing shows no person, by its source's subject and its own name. */
export const showsThing = (source: { id: string; subject?: string; style?: string }, item: string): boolean =>
  source.style === undefined &&
  source.id !== 'openmoji' && // whose names are numbers
  source.subject !== 'people' &&
  !PEOPLE.test(item);
