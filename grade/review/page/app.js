'use strict';
(() => {
const id = (name) => document.getElementById(name);
const csrf = document.body.dataset.csrf;

// ---- login: the token stands behind the #, so that no log has it ----
const login = id('login');
if (login) {
	const token = location.hash.slice(1);
	if (token) {
		history.replaceState(null, '', location.pathname);
		login.elements.token.value = token;
		id('login-text').textContent = 'Coming in …';
		login.submit();
	}
	return;
}

// send posts a form and returns the answer's status and JSON.
async function send(address, fields) {
	const answer = await fetch(address, {method: 'POST', headers: {Accept: 'application/json'}, body: new URLSearchParams({csrf, ...fields})});
	return {status: answer.status, body: await answer.json()};
}
const unreachable = 'The server does not answer: it may have ended. Nothing was saved.';

// ---- fields for points ----
// wrong says what is wrong with a number of points, or ''.
function wrong(text, most) {
	if (!/^\d{1,4}(\.[05])?$/.test(text)) return text === '' ? 'Points are missing.' : 'Write whole or half points, as 2 or 2.5.';
	const [n, d] = most.includes('/') ? most.split('/') : [most, 1];
	return Number(text) > Number(n) / Number(d) ? text + ' are more than the maximum of ' + most + '.' : '';
}
// typed handles a key in a field for points and tells whether it did.
function typed(field, key) {
	const all = field.selectionStart === 0 && field.selectionEnd === field.value.length;
	const set = (text) => { field.value = text; field.setSelectionRange(text.length, text.length); field.dispatchEvent(new Event('input')); return true; };
	if (key === 'h') return set(field.value.includes('.') ? field.value.split('.')[0] : (field.value || '0') + '.5');
	if (key === '.' || key === ',') return set((all || field.value === '' ? '0' : field.value.split('.')[0]) + '.5');
	if (key === 'f') return set(field.dataset.max || field.form.dataset.max);
	if (/^[0-9]$/.test(key)) return set(all ? key : field.value.includes('.') ? field.value : field.value + key); // a 5 after the half is part of it
	if (key === 'Backspace' && !all && field.value.includes('.')) return set(field.value.split('.')[0]);
	return false;
}
for (const f of document.querySelectorAll('input.points')) f.addEventListener('focus', () => f.select());

// ---- the list of keys ----
const keys = id('keys');
function help() { keys.open ? keys.close() : keys.showModal(); }
if (id('help')) id('help').addEventListener('click', help);

// go follows the link that a key stands for.
function go(key) {
	const link = document.querySelector('[data-key~="' + CSS.escape(key) + '"]');
	if (link) link.click();
	return Boolean(link);
}

// Links of students open elsewhere, and tell nothing of this page.
document.addEventListener('click', (e) => {
	const a = e.target.closest('.rich a[href]');
	if (!a || a.getAttribute('href').startsWith('#')) return;
	e.preventDefault();
	window.open(a.href, '_blank', 'noopener,noreferrer');
});

const form = id('marks');
const grid = document.querySelector('table.grid');
document.addEventListener('keydown', (e) => {
	if (keys && keys.open) {
		if (e.key === '?') { e.preventDefault(); keys.close(); }
		return;
	}
	const handled = form ? onAnswer(e) : grid ? onGrid(e) : onPage(e);
	if (handled) e.preventDefault();
});

function onPage(e) {
	if (e.ctrlKey || e.metaKey || e.altKey) return false;
	if (e.key === '?') { help(); return true; }
	return go(e.key);
}

// ---- one answer ----
const points = id('points'), comment = id('comment'), problem = id('problem');
let sending = false, choosing = false, taking = false;

function dirty() {
	return !sending && (form.hasAttribute('data-dirty') || points.value !== points.defaultValue || comment.value !== comment.defaultValue);
}
function say(text) { problem.textContent = text; }
function save() { form.requestSubmit(id('save')); return true; }

function onAnswer(e) {
	const was = {choosing, taking};
	choosing = taking = false;
	if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) return save();
	if (e.altKey && /^Digit[1-9]$/.test(e.code)) return put(e.code.slice(5));
	if (e.ctrlKey || e.metaKey || e.altKey) return false;
	if (was.choosing) {
		form.classList.remove('choosing');
		if (/^[0-9]$/.test(e.key)) return put(e.key);
		if (e.key === 'Escape') return true;
	}
	if (e.target === comment) {
		if (e.key === 'Escape') points.focus();
		return e.key === 'Escape';
	}
	if (e.target !== points && ['Enter', ' '].includes(e.key) && e.target.closest('a, button, summary')) return false;
	if (/^[0-9.,hf]$/.test(e.key) || e.target === points && e.key === 'Backspace') {
		if (e.target !== points) points.focus();
		return typed(points, e.key);
	}
	switch (e.key) {
	case 'Enter': return save();
	case '?': help(); return true;
	case 'c': comment.focus(); comment.setSelectionRange(comment.value.length, comment.value.length); return true;
	case 'r': choosing = true; form.classList.add('choosing'); return true;
	case 'a': keep(); return true;
	case 'l': {
		const list = id('list');
		list.open = !list.open;
		(list.open ? list.querySelector('.mine a') || list.querySelector('a') : points)?.focus();
		return true;
	}
	case 'w':
		if (!id('withdraw')) return true;
		if (was.taking) { form.requestSubmit(id('withdraw')); return true; }
		taking = true; say('Press w again to take the mark back.'); return true;
	case ' ': window.scrollBy(0, (e.shiftKey ? -.8 : .8) * innerHeight); return true;
	case 'ArrowDown': case 'ArrowUp':
		if (e.target.closest('pre, figure')) return false;
		window.scrollBy(0, e.key === 'ArrowUp' ? -80 : 80); return true;
	}
	return e.key.length === 1 && go(e.key) || e.target === points && e.key.length === 1; // nothing but points gets into the field
}

// put puts the phrase of a place into the comment.
function put(place) {
	const li = [...id('phrases').children].find((li) => li.dataset.place === String(place));
	if (!li) { say('There is no phrase ' + place + '.'); return true; }
	const text = comment.value.trimEnd();
	comment.value = (text ? text + '\n' : '') + li.dataset.text;
	comment.scrollTop = comment.scrollHeight;
	say('');
	return true;
}

async function keep() {
	if (!comment.value.trim()) { say('There is no comment to keep.'); return; }
	await phrases(form.dataset.phrase, {text: comment.value.trim()});
}

async function phrases(address, fields) {
	try {
		const {status, body} = await send(address, fields);
		if (status !== 200) { say(body.error); return; }
		id('phrases').replaceChildren(...body.map(phrase));
		say('');
	} catch { say(unreachable); }
}

// phrase makes the element of a phrase, as the page has them.
function phrase(p) {
	const make = (tag, attributes, ...children) => { const e = Object.assign(document.createElement(tag), attributes); e.append(...children); return e; };
	const li = make('li', {}, make('button', {type: 'button', className: 'put'}, make('kbd', {}, String(p.place)), ' ', make('span', {}, p.text), ' ', make('small', {}, p.used + '×')),
		make('button', {type: 'button', className: 'drop', ariaLabel: 'Drop this phrase'}, '×'));
	li.dataset.place = p.place;
	li.dataset.text = p.text;
	return li;
}

if (form) {
	form.addEventListener('submit', (e) => {
		const bad = e.submitter && e.submitter.value === 'withdraw' ? '' : wrong(points.value, form.dataset.max);
		if (bad || sending) {
			e.preventDefault();
			if (bad) { say(bad); points.focus(); }
			return;
		}
		sending = true;
	});
	id('phrases').addEventListener('click', (e) => {
		const li = e.target.closest('li');
		if (e.target.closest('.put')) put(li.dataset.place);
		if (e.target.closest('.drop')) phrases(form.dataset.drop, {place: li.dataset.place, text: li.dataset.text});
	});
	id('keep').addEventListener('click', keep);
	if (id('theirs')) id('theirs').addEventListener('click', () => { sending = true; }); // whoever keeps the other's loses nothing unasked
	points.addEventListener('input', () => say(points.value && wrong(points.value, form.dataset.max)));
	window.addEventListener('beforeunload', (e) => { if (dirty()) e.preventDefault(); });
	window.addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
	const ask = async () => {
		if (document.visibilityState !== 'visible' || sending) return;
		let text = '';
		try {
			const answer = await fetch(form.dataset.live, {headers: {Accept: 'application/json'}});
			const now = await answer.json();
			if (answer.status !== 200) text = now.error;
			else {
				id('progress').textContent = now.marked + ' of ' + now.total + ' marked';
				const said = [];
				if (String(now.revision) !== form.dataset.revision) said.push(now.mark ? 'Marked meanwhile: ' + now.mark + '.' : 'The mark was taken back meanwhile.');
				if (String(now.version) !== form.dataset.version) said.push('Another version was handed in meanwhile: load the page again to see it.');
				if (now.others.length) said.push(now.others.join(' and ') + (now.others.length > 1 ? ' are' : ' is') + ' looking at this answer, too.');
				text = said.join(' ');
			}
		} catch { text = 'The server does not answer: it may have ended.'; }
		id('live').hidden = text === '';
		if (id('live').textContent !== text) id('live').textContent = text;
	};
	points.focus({preventScroll: true}); // not by autofocus, which comes too early to be selected, and scrolls
	setInterval(ask, 4000);
	document.addEventListener('visibilitychange', ask);
	ask();
}

// ---- the table ----
function onGrid(e) {
	const field = e.target.closest('input.points');
	if (!field) return onPage(e);
	if (e.ctrlKey || e.metaKey || e.altKey) return false;
	const cell = field.closest('td'), row = cell.parentElement;
	const move = (r, column) => { const next = r && r.children[column] && r.children[column].querySelector('input.points'); if (next) next.focus(); return true; };
	switch (e.key) {
	case '?': help(); return true;
	case 'Enter': store(field, true); return move(e.shiftKey ? row.previousElementSibling : row.nextElementSibling, cell.cellIndex);
	case 'ArrowDown': return move(row.nextElementSibling, cell.cellIndex);
	case 'ArrowUp': return move(row.previousElementSibling, cell.cellIndex);
	case 'ArrowRight': return move(row, cell.cellIndex + 1);
	case 'ArrowLeft': return move(row, cell.cellIndex - 1);
	case 'Escape': field.value = field.dataset.saved; field.classList.remove('bad'); field.select(); return true;
	}
	if (typed(field, e.key)) return true;
	return e.key.length === 1 && (go(e.key) || true);
}

// store saves a field. An empty one takes the mark back only on Enter, so that nobody does by passing.
async function store(field, entered) {
	const value = field.value, data = field.dataset, status = id('status');
	const again = entered && field.classList.contains('bad');
	if (value === data.saved && !again && !('stale' in data && entered) || value === '' && (!entered || data.revision === '0') || field.storing) return;
	const bad = value === '' ? '' : wrong(value, data.max);
	const tell = (text) => { field.classList.toggle('bad', text !== ''); field.classList.toggle('ok', text === ''); field.title = text; status.textContent = text ? field.ariaLabel + ': ' + text : ''; };
	if (bad) { tell(bad); return; }
	field.storing = true;
	try {
		const {status: code, body} = await send(data.address, {revision: data.revision, version: data.version, points: value, action: value === '' ? 'withdraw' : 'save'});
		if (code === 200) {
			data.revision = body.revision; data.saved = body.points; delete data.stale;
			tell('');
			status.textContent = field.ariaLabel + ': ' + (body.points === '' ? 'taken back' : 'saved ' + body.points);
		} else {
			if (code === 409) data.revision = body.theirs.revision;
			tell(body.error);
		}
	} catch { tell(unreachable); } finally { field.storing = false; }
}
if (grid) {
	grid.addEventListener('focusout', (e) => { if (e.target.matches('input.points') && !e.target.classList.contains('bad')) store(e.target, false); });
	const first = grid.querySelector('input.points');
	if (first) first.focus();
	window.addEventListener('beforeunload', (e) => { if ([...grid.querySelectorAll('input.points')].some((f) => f.value !== f.dataset.saved)) e.preventDefault(); });
}
})();
