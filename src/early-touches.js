// Stands in every page that the server renders: what a person does before the page's scripts run is kept, and done again once they do.
{
	/** @typedef {{ subject: Element, type: string, isOnce: boolean, again: () => void }} Act */

	/** In the order in which it was done. @type {Act[]} */
	let kept = [];
	/** Buttons that show that they were heard. @type {Set<Element>} */
	const busy = new Set();
	const kinds = ['click', 'input', 'change', 'keydown'];
	const CONTROLS = 'a, button, summary, input, select, textarea';

	/** A tap on a button; links, menus and forms that only ask are the browser's own. @param {Element} target */
	const tapOf = (target) => {
		const button = target.closest('button');
		if (button === null) return undefined;
		const form = button.type === 'submit' ? button.form : null;
		if (form?.getAttribute('method') === 'get') return undefined;
		busy.add(button);
		button.setAttribute('aria-busy', 'true');
		// A form is sent once, as the last of its buttons says.
		return { subject: form ?? button, isOnce: form !== null, again: () => button.click() };
	};

	/** A key that is meant for the page, not for the control that has the focus. @param {KeyboardEvent} event @param {Element} subject */
	const keyOf = (event, subject) => {
		const isForPage = event.key === 'Escape' || event.ctrlKey || event.metaKey || !subject.matches(CONTROLS);
		const again = () => subject.dispatchEvent(new KeyboardEvent('keydown', event));
		return isForPage && !event.repeat ? { subject, isOnce: event.key === 'Enter', again } : undefined;
	};

	/** What a field holds, whatever the scripts put into it when they start. @param {Element} field @param {string} type */
	const valueOf = (field, type) => {
		const tell = () => field.dispatchEvent(new Event(type, { bubbles: true }));
		if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
			const { checked } = field;
			return () => {
				field.checked = checked;
				tell();
			};
		}
		if (!('value' in field) || (field instanceof HTMLInputElement && field.type === 'file')) return tell;
		const { value } = field;
		return () => {
			if (field.value !== value) field.value = value;
			tell();
		};
	};

	/** @param {Event} event @param {Element} target */
	const actOf = (event, target) => {
		if (event instanceof KeyboardEvent) return keyOf(event, target);
		if (event.type === 'click') return tapOf(target);
		return { subject: target, isOnce: true, again: valueOf(target, event.type) };
	};

	/** @param {Event} event */
	const keep = (event) => {
		const { target, type } = event;
		const act = target instanceof Element ? actOf(event, target) : undefined;
		if (act === undefined) return;
		if (type === 'click') event.preventDefault();
		// Every tap and every key counts; of a field that is typed in the last, and a form is sent once.
		if (act.isOnce)
			kept = kept.filter((other) => other.subject !== act.subject || other.type !== type || !other.isOnce);
		kept.push({ ...act, type });
	};

	/** Who leaves while a form waits is asked whether he means it. @param {BeforeUnloadEvent} event */
	const ask = (event) => {
		if (kept.some(({ subject }) => subject instanceof HTMLFormElement)) event.preventDefault();
	};

	const goOn = async () => {
		for (const kind of kinds) document.removeEventListener(kind, keep, true);
		removeEventListener('beforeunload', ask);
		for (const button of busy) button.removeAttribute('aria-busy');
		for (const { subject, type, again } of kept) {
			// A button or a key finds on the page what was done before it.
			if (type === 'click' || type === 'keydown') await new Promise((done) => setTimeout(done));
			if (subject.isConnected) again();
		}
	};

	for (const kind of kinds) document.addEventListener(kind, keep, true);
	addEventListener('beforeunload', ask);
	document.addEventListener('tournee:ready', goOn, { once: true });
}
