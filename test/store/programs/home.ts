/** Prints where state is kept by this environment, or why nowhere, and that the places work. */

import { stateHome } from '../../../source/store/home.ts';
import { places } from '../../../source/store/places.ts';

places('/built-in', process.env, '/');
try {
	console.log(stateHome(process.env));
} catch (error) {
	console.log((error as Error).message);
}
