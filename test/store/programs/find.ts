/** Prints the names and reasons of the broken runbooks in the folders of the arguments. */
import { findRunbooks } from '../../../source/store/places.ts';

const places = process.argv.slice(2).map(folder => ({ folder, kind: 'path' as const }));
const found = findRunbooks(places, () => true);
console.log(JSON.stringify(found.map(({ name, broken }) => [name, broken])));
