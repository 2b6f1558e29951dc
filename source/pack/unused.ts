/** In the place of what a part of the program could use, and is never asked to. */
const unused = new Proxy(
	{},
	{
		get(_, key): never {
			throw new Error(`\`${String(key)}\` is not in the program`);
		},
	},
);

export class Ajv2020 {
	constructor() {
		throw new Error('Checking by a schema is not in the program');
	}
}

export default unused;
