// Icons as plain markup: the library's own component makes each line of each icon a dynamic element, which is ten times the work on a phone.

const icon = /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;
const drawing = /const iconData = (\{.*\});/;

/**
 * Puts the lines of an icon straight into its component. It takes what icons are given here: `size`, `fill`, `class` and `aria-hidden`.
 * @returns {import('svelte/compiler').PreprocessorGroup}
 */
export const plainIcons = () => ({
	name: 'plain-icons',
	markup({ content, filename }) {
		if (!filename || !icon.test(filename)) return undefined;
		const found = drawing.exec(content)?.[1];
		if (!found) throw new Error(`No icon is drawn in ${filename}.`);
		/** @type {{node: [tag: string, attributes: Record<string, string>][]}} */
		const { node } = JSON.parse(found);
		return { code: component(node.map(([tag, attributes]) => `<${tag}${asText(attributes)} />`).join('')) };
	}
});

/** @param {string} lines */
const component = (lines) => `<script>
	let { size = 24, fill = 'none', class: look, 'aria-hidden': hidden } = $props();
</script>

<svg width={size} height={size} viewBox="0 0 24 24" {fill} stroke="currentColor" stroke-width="2"
	stroke-linecap="round" stroke-linejoin="round" class={look} aria-hidden={hidden}>${lines}</svg>
`;

/** @param {Record<string, string>} attributes */
const asText = (attributes) =>
	Object.entries(attributes)
		.map(([name, value]) => ` ${name}="${value}"`)
		.join('');
