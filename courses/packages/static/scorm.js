// SCORM 1.2 and SCORM 2004 4th edition: one Initialize a launch, a commit at each step, Terminate once as the page goes.
'use strict'

{
  const MOST_PARENTS = 20
  const PATIENCE_MS = 5000
  const EVERY_MS = 250
  let api = null
  let is2004 = false
  let isOpen = false
  let isLookOnly = false
  let wasDone = false
  let wasPassed = false
  let shownAt = Date.now()
  let shownMs = 0
  let facts = null
  let say = () => {}

  const apiOf = (from) => {
    let at = from
    for (let step = 0; at && step < MOST_PARENTS; step += 1) {
      try {
        if (at.API_1484_11) return [at.API_1484_11, true]
        if (at.API) return [at.API, false]
        if (at.parent === at) return null
        at = at.parent
      } catch {  // a window of another origin: nothing of it can be read
        return null
      }
    }
    return null
  }

  const find = () => {
    let opener = null
    try {
      opener = window.top.opener ?? window.opener
    } catch {
      opener = window.opener
    }
    return apiOf(window) ?? (opener ? apiOf(opener) : null)
  }

  const wait = () => new Promise((resolve) => {
    const until = Date.now() + (window.parent === window && !window.opener ? 0 : PATIENCE_MS)
    const look = () => {
      const one = find()
      if (one || Date.now() >= until) resolve(one)
      else setTimeout(look, EVERY_MS)
    }
    look()
  })

  const call = (name2004, name12, ...values) => api[is2004 ? name2004 : name12](...values)
  const get = (name) => String(call('GetValue', 'LMSGetValue', name))
  const set = (name, value) => {
    if (String(call('SetValue', 'LMSSetValue', name, String(value))) === 'false') say(facts.words.lost)
  }
  const commit = () => { if (String(call('Commit', 'LMSCommit', '')) === 'false') say(facts.words.lost) }

  const seconds = () => Math.round((shownMs + (shownAt === null ? 0 : Date.now() - shownAt)) / 1000)
  const two = (number) => String(number).padStart(2, '0')
  const duration = (all) => {
    const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60]
    return is2004 ? `PT${hours}H${minutes}M${rest}S` : `${two(Math.min(hours, 9999)).padStart(4, '0')}:${two(minutes)}:${two(rest)}`
  }

  const start = async (all, tell) => {
    facts = all
    say = tell
    const one = await wait()
    if (!one) {
      say(facts.words.alone)
      return { state: '' }
    }
    [api, is2004] = one
    isOpen = String(call('Initialize', 'LMSInitialize', '')) === 'true'
    if (!isOpen) {
      api = null
      say(facts.words.alone)
      return { state: '' }
    }
    const mode = get(is2004 ? 'cmi.mode' : 'cmi.core.lesson_mode')
    isLookOnly = mode === 'browse' || mode === 'review'
    const status = get(is2004 ? 'cmi.completion_status' : 'cmi.core.lesson_status')
    wasPassed = is2004 ? get('cmi.success_status') === 'passed' : status === 'passed'
    wasDone = wasPassed || status === 'completed'
    const state = get('cmi.suspend_data')
    if (!isLookOnly && !wasDone) set(is2004 ? 'cmi.completion_status' : 'cmi.core.lesson_status', 'incomplete')
    say(isLookOnly ? facts.words.only_looked : facts.words.kept)
    return { state }
  }

  // Nothing lowers a status: what was done stays done, what was passed stays passed.
  const report = ({ isDone, isPassed, scaled, share }) => {
    wasDone ||= isDone
    wasPassed ||= facts.needsScore && isPassed
    if (is2004) {
      set('cmi.completion_status', wasDone ? 'completed' : 'incomplete')
      set('cmi.progress_measure', wasDone ? 1 : Math.min(0.99, share).toFixed(2))
      if (facts.needsScore && wasDone) {
        set('cmi.score.min', 0)
        set('cmi.score.max', 100)
        set('cmi.score.raw', Math.floor(scaled * 100))
        set('cmi.score.scaled', (Math.floor(scaled * 100) / 100).toFixed(2))
        set('cmi.success_status', wasPassed ? 'passed' : 'failed')
      }
      set('cmi.exit', wasDone ? 'normal' : 'suspend')
    } else {
      let status = wasDone ? 'completed' : 'incomplete'
      if (wasPassed) status = 'passed'
      set('cmi.core.lesson_status', status)
      if (facts.needsScore && wasDone) {
        set('cmi.core.score.min', 0)
        set('cmi.core.score.max', 100)
        set('cmi.core.score.raw', Math.floor(scaled * 100))
      }
      set('cmi.core.exit', wasDone ? '' : 'suspend')
    }
    set(is2004 ? 'cmi.session_time' : 'cmi.core.session_time', duration(seconds()))
  }

  const save = (one) => {
    if (!isOpen || isLookOnly) return
    set('cmi.suspend_data', one.state)
    set(is2004 ? 'cmi.location' : 'cmi.core.lesson_location', one.place)
    report(one)
    commit()
  }

  const TYPES_12 = { other: 'fill-in' }
  const answer = ({ item, number, mark, question }) => {
    if (!isOpen || isLookOnly) return
    const at = `cmi.interactions.${get('cmi.interactions._count')}`
    const isRight = mark.verdict === 'right'
    set(`${at}.id`, `${facts.module}.${number}.${item.key}`)
    set(`${at}.type`, is2004 ? item.type : TYPES_12[item.type] ?? item.type)
    if (is2004) {
      set(`${at}.timestamp`, new Date().toISOString().replace(/\.\d+Z$/, '.0Z'))
      set(`${at}.learner_response`, mark.answer)
      set(`${at}.result`, isRight ? 'correct' : 'incorrect')
      if (question) set(`${at}.description`, `{lang=${facts.language}}${question.slice(0, 240)}`)
    } else {
      set(`${at}.time`, new Date().toTimeString().slice(0, 8))
      set(`${at}.student_response`, mark.answer.replaceAll('[,]', ',').replaceAll('[.]', '.').slice(0, 255))
      set(`${at}.result`, isRight ? 'correct' : 'wrong')
    }
  }

  const pause = (isHidden) => {
    if (isHidden) {
      if (shownAt !== null) shownMs += Date.now() - shownAt
      shownAt = null
      if (isOpen && !isLookOnly) {
        set(is2004 ? 'cmi.session_time' : 'cmi.core.session_time', duration(seconds()))
        commit()
      }
    } else {
      shownAt ??= Date.now()
    }
  }

  const leave = () => {
    if (!isOpen) return
    if (!isLookOnly) set(is2004 ? 'cmi.session_time' : 'cmi.core.session_time', duration(seconds()))
    isOpen = false
    call('Terminate', 'LMSFinish', '')
  }

  window.Platform = { start, save, answer, pause, leave }
}
