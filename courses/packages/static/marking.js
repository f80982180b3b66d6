// What a response is worth, by the same rules as courses/items/marking.py (tests hold both together).
'use strict'

{
  const sorted = (keys) => [...keys].sort()  // toSorted is too new for old telephones

  const number = (text) => {
    const digits = text.trim().replace(/[\u00a0\u202f]/g, ' ').replace(/°C$/, '').replace(/%$/, '').trim()
    if (!/^[0-9+\-.,]{1,30}$/.test(digits)) return null
    const plain = digits.replaceAll(',', '.')
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null
  }

  // The shapes of a response: single: a key; multi: keys; number, short: text; order: keys; match and cloze: {key: value}.
  // Gives null when the response is not whole; else {verdict: right | possible | other | unsafe, answer: in the words of xAPI}.
  const rules = {
    single: (item, key) => {
      if (!key) return null
      return { verdict: verdictOf(item.right.includes(key), item.unsafe.includes(key), item.possible.includes(key)), answer: key }
    },
    multi: (item, keys) => {
      const chosen = keys.filter((key) => !item.possible.includes(key))
      const isRight = chosen.length === item.right.length && chosen.every((key) => item.right.includes(key))
      const isPossible = keys.length > 0 && chosen.length === 0
      const isUnsafe = chosen.some((key) => item.unsafe.includes(key))
      return { verdict: verdictOf(isRight, isUnsafe, isPossible), answer: sorted(keys).join('[,]') }
    },
    number: (item, text) => {
      const value = number(text)
      if (value === null) return null
      const isRight = item.answer !== null && Math.abs(value - item.answer) <= item.tolerance + 1e-9
      return { verdict: verdictOf(isRight, false, false), answer: String(value) }
    },
    short: (item, text) => {
      if (!text.trim()) return null
      const match = Spellings.matchOf(item, text)
      if (match === null) return { verdict: 'other', answer: '' }
      return { verdict: verdictOf(match.isRight, item.unsafe.includes(match.key), false), answer: match.text }
    },
    order: (item, keys) => {
      if (sorted(keys).join() !== sorted(item.rows).join()) return null
      return { verdict: verdictOf(keys.join() === item.rows.join(), false, false), answer: keys.join('[,]') }
    },
    match: (item, pairs) => {
      if (item.rows.some((key) => !pairs[key])) return null
      const answer = item.rows.map((key) => `${key}[.]${pairs[key]}`).join('[,]')
      return { verdict: verdictOf(item.rows.every((key) => pairs[key] === key), false, false), answer }
    },
    cloze: (item, gaps) => {
      const keys = Object.keys(item.gaps)
      if (keys.some((key) => !gaps[key])) return null
      const isRight = keys.every((key) => gaps[key] === item.gaps[key])
      return { verdict: verdictOf(isRight, false, false), answer: keys.map((key) => gaps[key]).join('[,]') }
    },
  }

  const verdictOf = (isRight, isUnsafe, isPossible) => {
    if (isUnsafe) return 'unsafe'
    if (isRight) return 'right'
    return isPossible ? 'possible' : 'other'
  }

  window.Marking = { mark: (item, response) => rules[item.kind](item, response) }
}
