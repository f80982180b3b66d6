// One module of a package: shows one screen or question at a time, marks answers, keeps the place, and tells the platform.
// The platform is `Platform` of scorm.js or cmi5.js: start(facts) -> {state, isConnected, isLookOnly}; save, answer, finish, leave.
'use strict'

{
  const { Marking, Platform } = window
  const facts = JSON.parse(document.getElementById('facts').textContent)
  const { words, items } = facts
  const steps = [...document.querySelectorAll('.step')]
  const end = steps.length - 1
  // What is kept, a letter a question: - not answered; R right, P possible, O other, U unsafe as the last answer; o, u: never safe yet.
  const LETTERS = { right: 'R', possible: 'P', other: 'o', unsafe: 'u' }
  let place = 0
  let seen = Array.from({ length: facts.screens }, () => false)
  let letters = items.map(() => '-')
  let isDone = false

  const isSafe = (letter) => 'RPOU'.includes(letter)
  const isUnsafe = (letter) => 'Uu'.includes(letter)
  const missed = () => items.flatMap((item, at) => (item.isSafety && !isSafe(letters[at]) ? [at] : []))
  const unsafe = () => letters.flatMap((letter, at) => (isUnsafe(letter) ? [at] : []))
  const hasAnswers = () => items.length === 0 || letters.some((letter) => letter !== '-')
  const isComplete = () => seen.every(Boolean) && hasAnswers() && missed().length === 0
  const scaled = () => (items.length ? letters.filter((letter) => letter === 'R').length / items.length : 1)
  const isPassed = () => isComplete() && scaled() * 100 >= facts.passPercent && unsafe().length === 0

  const packed = () => `1|${place}|${seen.map((one) => (one ? '1' : '0')).join('')}|${letters.join('')}|${isDone ? 1 : 0}|${facts.version}`

  const unpack = (text) => {
    const [kind, at, screens, answers, done, version] = (text ?? '').split('|')
    if (kind !== '1') return
    isDone = done === '1'  // a module that was finished stays so when its text changes
    if (version !== facts.version || screens.length !== seen.length || answers.length !== letters.length) return
    place = Math.min(Number(at) || 0, end)
    seen = [...screens].map((one) => one === '1')
    letters = [...answers]
  }

  const element = (tag, text, className = '') => Object.assign(document.createElement(tag), { textContent: text, className })

  const say = (text) => { document.getElementById('platform').textContent = text }

  const list = (title, places, className) => {
    const box = element('div', '', className)
    box.append(element('p', title))
    const rows = document.createElement('ul')
    for (const at of places) {
      const button = element('button', `${words.take_again} ${at + 1}`)
      button.type = 'button'
      button.addEventListener('click', () => go(facts.screens + at))
      const row = document.createElement('li')
      row.append(button)
      rows.append(row)
    }
    box.append(rows)
    return box
  }

  const review = () => {
    const box = document.getElementById('review')
    box.replaceChildren()
    if (unsafe().length) box.append(list(words.unsafe_first, unsafe(), 'callout care'))
    const others = missed().filter((at) => !isUnsafe(letters[at]))
    if (others.length) box.append(list(words.missed, others, 'callout'))
    if (!seen.every(Boolean)) box.append(element('p', words.unread))
    if (!hasAnswers()) box.append(element('p', words.unanswered))
    if (isComplete()) box.append(element('p', words.complete, 'callout good'))
  }

  const label = () => {
    if (place < facts.screens) return `${words.screen} ${place + 1} ${words.of} ${facts.screens}`
    return place < end ? `${words.question} ${place - facts.screens + 1} ${words.of} ${items.length}` : words.end
  }

  const save = () => {
    if (isComplete()) isDone = true
    Platform.save({ state: packed(), place, isDone, isPassed: isPassed(), scaled: scaled(), share: progress() })
  }

  const progress = () => (seen.filter(Boolean).length + letters.filter((one) => one !== '-').length) / (facts.screens + items.length)

  const go = (to, isFirst = false) => {
    place = Math.max(0, Math.min(to, end))
    if (place < facts.screens) seen[place] = true
    for (const [at, step] of steps.entries()) step.hidden = at !== place
    document.getElementById('place').textContent = label()
    document.getElementById('back').hidden = place === 0
    document.getElementById('on').hidden = place === end
    if (place === end) review()
    if (!isFirst) {
      steps[place].focus()
      steps[place].scrollIntoView()
    }
    save()
  }

  const response = (form, item, number) => {
    const value = (name) => form.elements.namedItem(name)?.value ?? ''
    if (item.kind === 'single') return value(`choice-${number}`)
    if (item.kind === 'number' || item.kind === 'short') return value(`choice-${number}`)
    if (item.kind === 'multi') return [...form.querySelectorAll('input:checked')].map((box) => box.value)
    if (item.kind === 'order') {
      const places = item.rows.map((key) => [Number(value(`order-${key}`)), key])
      return new Set(places.map(([at]) => at)).size === places.length && places.every(([at]) => at > 0)
        ? [...places].sort(([a], [b]) => a - b).map(([, key]) => key)
        : []
    }
    if (item.kind === 'match') return Object.fromEntries(item.rows.map((key) => [key, value(`match-${key}`)]))
    return Object.fromEntries(Object.keys(item.gaps).map((key) => [key, value(`gap-${key}`)]))
  }

  const check = (form) => {
    const number = Number(form.dataset.item)
    const item = items[number - 1]
    const given = response(form, item, number)
    const mark = Marking.mark(item, given)
    const status = form.querySelector('.say')
    if (mark === null || (item.kind === 'multi' && given.length === 0)) {
      status.textContent = words.choose
      return
    }
    const before = letters[number - 1]
    const letter = LETTERS[mark.verdict]
    letters[number - 1] = isSafe(before) ? letter.toUpperCase() : letter
    const other = item.isSafety ? words.other : words.fits
    status.textContent = mark.verdict === 'other' ? other : words[mark.verdict]
    status.className = `say ${mark.verdict}`
    const why = form.querySelector('.why')
    why.hidden = false
    for (const line of why.querySelectorAll('[data-option]')) {
      line.hidden = !(mark.answer.split('[,]').includes(line.dataset.option) || item.right.includes(line.dataset.option))
    }
    form.querySelector('.check').textContent = words.again
    if (facts.needsScore || facts.sendsAnswers) {
      Platform.answer({ item, number, mark, given, question: form.querySelector('fieldset p')?.textContent ?? '' })
    }
    save()
  }

  const begin = async () => {
    const start = await Platform.start(facts, say)
    unpack(start.state)
    document.documentElement.classList.add('one-at-a-time')
    document.getElementById('moves').hidden = false
    document.getElementById('back').addEventListener('click', () => go(place - 1))
    document.getElementById('on').addEventListener('click', () => go(place + 1))
    for (const form of document.querySelectorAll('form.item')) {
      form.addEventListener('submit', (event) => {
        event.preventDefault()
        check(form)
      })
    }
    for (const cite of document.querySelectorAll('.cite a')) {
      cite.addEventListener('click', () => { document.querySelector('details').open = true })
    }
    addEventListener('pagehide', () => Platform.leave())
    document.addEventListener('visibilitychange', () => Platform.pause(document.hidden))
    go(place, true)
  }

  begin()
}
