// Which of its spellings a typed answer is, by the same rules as courses/items/spellings.py (tests hold both together).
'use strict'

{
  const EDGES = ' .,;:!?…"\'«»“”()'

  const trim = (text) => {
    let [start, end] = [0, text.length]
    while (start < end && EDGES.includes(text[start])) start += 1
    while (end > start && EDGES.includes(text[end - 1])) end -= 1
    return text.slice(start, end)
  }

  const oneSpace = (text) => text.split(/\s+/).filter(Boolean).join(' ')

  const plain = (text, rule) => {
    const words = oneSpace(text.normalize('NFC').replaceAll('’', "'"))
    if (rule === 'exact') return words
    const bare = words.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
    const letters = bare.replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss')
    return trim(oneSpace(letters.replaceAll('-', ' ')))
  }

  const isOneSlip = (one, other) => {
    if (other.length < 5 || Math.abs(one.length - other.length) > 1 || /\p{Nd}/u.test(one + other)) return false
    let start = 0
    while (start < Math.min(one.length, other.length) && one[start] === other[start]) start += 1
    const [mine, theirs] = [one.slice(start), other.slice(start)]
    if (mine.length === theirs.length) {
      const isTurned = mine.slice(2) === theirs.slice(2) && mine[0] === theirs[1] && mine[1] === theirs[0]
      return mine.slice(1) === theirs.slice(1) || isTurned
    }
    return mine.length > theirs.length ? mine.slice(1) === theirs : theirs.slice(1) === mine
  }

  // spellings: [{key, text, isRight}]. Gives the key of the one that was typed, or null.
  const matchOf = (item, typed) => {
    const words = plain(typed.slice(0, 100), item.spelling)
    if (!words) return null
    const all = item.spellings.map((one) => ({ ...one, words: plain(one.text.replace(/\\([!-/:-@[-`{-~])/g, '$1'), item.spelling) }))
    const same = all.find((one) => one.words === words)
    if (same || item.spelling !== 'slip') return same ?? null
    return all.find((one) => one.isRight && isOneSlip(words, one.words)) ?? null
  }

  window.Spellings = { matchOf }
}
