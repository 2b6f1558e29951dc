/** Remembers a number of answers, one write for each. Arguments: a prefix, how many. */
import { Settings } from '../../../source/store/settings.ts';
import { withBegun } from '../../../source/store/settings-values.ts';

const [prefix, count] = process.argv.slice(2);
const settings = new Settings(process.env);
for (let number = 0; number < Number(count); number++) {
	settings.change(values => withBegun(values, 'all', { [`${prefix}-${number}`]: 'kept' }));
}
await settings.settled();
console.log(settings.warning ?? 'good');
