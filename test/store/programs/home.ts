/** Prints where state is kept by this environment, or why nowhere, and that the places work. */
import { places } from '../../../source/store/places.ts';
import { stateHome } from '../../../source/store/runs.ts';

places('/built-in', process.env, '/');
try {
	console.log(stateHome(process.env));
} catch (error) {
	console.log((error as Error).message);
}
