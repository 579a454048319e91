import { ActionIcon, Loader, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { isApiError, type Sale } from '@postback/sdk'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useFoundSales } from '../data/sales.ts'
import { SaleStatusBadge } from '../ui/badges/sale-status-badge.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './sale-search.module.css'
import { useSlashKey } from './use-slash-key.ts'

const lettersMin = 3
const queryCharsMax = 200
const quietMs = 180
const deliveryId = /^dlv_[0-9a-f]{32}$/i
const eventId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Finds a sale from any page. What is typed here stays in this page: no address, no history, no storage has it. */
export function SaleSearch() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  /** On phones the box lies behind a button. */
  const [unfolded, setUnfolded] = useState(false)
  const [chosen, setChosen] = useState(0)
  /** Enter came before its answer. */
  const [hurried, setHurried] = useState(false)
  const id = useId()

  const typed = text.trim()
  const [quiet] = useDebouncedValue(typed, quietMs)
  const wanted = typed.length < lettersMin || deliveryId.test(typed) ? '' : quiet === typed ? typed : ''
  const isId = eventId.test(typed)
  const found = useFoundSales(wanted)
  const isCurrent = wanted !== '' && !found.isFetching && !found.isPlaceholderData
  const sales = typed.length < lettersMin ? [] : (found.data?.data ?? [])
  const active = sales[Math.min(chosen, sales.length - 1)]

  const leave = () => {
    setText('')
    setOpen(false)
    setUnfolded(false)
    setHurried(false)
    input.current?.blur()
  }
  const openSale = ({ transaction }: Sale) => {
    leave()
    void navigate({ to: '/webhook/sales/$transaction', params: { transaction } })
  }
  const change = (value: string) => {
    setText(value)
    setChosen(0)
    setOpen(true)
    setHurried(false)
    if (!deliveryId.test(value.trim())) return
    leave()
    void navigate({ to: '/webhook/deliveries/$id', params: { id: value.trim().toLowerCase() } })
  }
  const unfold = () => {
    // Shown at once: what is hidden takes no focus, and the next letter may come before the next frame.
    flushSync(() => setUnfolded(true))
    input.current?.focus()
  }
  useSlashKey(unfold)

  const [only, ...others] = isCurrent ? sales : []
  const isTheOne = only !== undefined && others.length === 0 && (isId || hurried)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes there once, when the answer comes.
  useEffect(() => {
    if (isTheOne) openSale(only)
  }, [isTheOne])

  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      if (text === '') {
        setUnfolded(false)
        if (unfolded) opener.current?.focus()
        else input.current?.blur()
      }
      setText('')
      setOpen(false)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (isCurrent && open && active) openSale(active)
      else setHurried(true)
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && sales.length > 0) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : sales.length - 1
      if (open) setChosen((Math.min(chosen, sales.length - 1) + step) % sales.length)
      setOpen(true)
    }
  }

  const shown = open && typed !== ''
  const hasList = shown && sales.length > 0
  return (
    <search className={classes.search} data-unfolded={unfolded || undefined} aria-label={t('find.label')}>
      <ActionIcon
        ref={opener}
        variant="subtle"
        color="gray"
        c="var(--mantine-color-text)"
        size={36}
        className={classes.opener}
        aria-label={t('find.open')}
        aria-expanded={unfolded}
        onClick={unfold}
      >
        <IconSearch size={20} aria-hidden />
      </ActionIcon>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus leaves the box and its list. */}
      <div
        className={classes.box}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (currentTarget.contains(relatedTarget)) return
          setOpen(false)
          if (text === '') setUnfolded(false)
        }}
      >
        <IconSearch size={18} className={classes.icon} aria-hidden />
        <input
          ref={input}
          className={classes.input}
          // No name and no form: the browser keeps nothing of it for other times.
          type="text"
          role="combobox"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={queryCharsMax}
          placeholder={t('find.placeholder')}
          aria-label={t('find.label')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-keyshortcuts="/"
          aria-expanded={hasList}
          aria-controls={hasList ? `${id}-list` : undefined}
          aria-activedescendant={hasList && active ? `${id}-${active.transaction}` : undefined}
          value={text}
          onChange={({ currentTarget }) => change(currentTarget.value)}
          onFocus={() => setOpen(true)}
          onKeyDown={press}
        />
        {found.isFetching && typed !== '' ? (
          <Loader size={16} className={classes.end} aria-hidden />
        ) : text === '' ? (
          <kbd className={classes.key} aria-hidden>
            /
          </kbd>
        ) : null}
        {(text !== '' || unfolded) && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            className={classes.close}
            aria-label={t('find.close')}
            onClick={() => {
              leave()
              opener.current?.focus()
            }}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
        {shown && (
          <div className={classes.panel}>
            {hasList && (
              <div id={`${id}-list`} role="listbox" aria-label={t('find.results')}>
                {sales.map((sale, index) => (
                  <Found
                    key={sale.transaction}
                    id={`${id}-${sale.transaction}`}
                    sale={sale}
                    selected={sale === active}
                    onPoint={() => setChosen(index)}
                    onChoose={() => openSale(sale)}
                  />
                ))}
              </div>
            )}
            <Notes
              short={typed.length < lettersMin || isApiError(found.error, 'invalid_request')}
              error={found.error}
              none={isCurrent && found.isSuccess && sales.length === 0}
              more={found.data?.more ?? false}
              indexedFrom={found.data?.indexedFrom ?? null}
              waiting={!isCurrent && sales.length === 0}
              onRetry={found.refetch}
            />
          </div>
        )}
        <VisuallyHidden role="status">
          {shown &&
            isCurrent &&
            found.data &&
            (sales.length > 0 ? t('find.count', { count: sales.length }) : t('find.none'))}
        </VisuallyHidden>
      </div>
    </search>
  )
}

interface FoundProps {
  readonly id: string
  readonly sale: Sale
  readonly selected: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function Found({ id, sale, selected, onPoint, onChoose }: FoundProps) {
  const { t } = useTranslation('shell')
  const formats = useFormats()
  const { transaction, buyer, productName, status, statusAt, firstAt } = sale
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the focus, and takes the keys.
    <div
      ref={row}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      className={classes.found}
      onPointerMove={onPoint}
      // The focus stays in the box.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span className={classes.who}>
        <bdi>{buyer?.name ?? buyer?.email ?? t('find.noBuyer')}</bdi>
      </span>
      {status !== null && <SaleStatusBadge status={status} />}
      <span className={classes.about}>
        {buyer?.name && buyer.email && <bdi>{buyer.email}</bdi>}
        {productName !== null && <bdi>{productName}</bdi>}
      </span>
      <span className={classes.code}>
        <span className={classes.mono}>{transaction}</span>
        <time dateTime={statusAt ?? firstAt}>{formats.dayAndTime(statusAt ?? firstAt)}</time>
      </span>
    </div>
  )
}

interface NotesProps {
  readonly short: boolean
  readonly error: unknown
  readonly none: boolean
  readonly more: boolean
  readonly indexedFrom: string | null
  readonly waiting: boolean
  readonly onRetry: () => unknown
}

/** What the list cannot say by itself. */
function Notes({ short, error, none, more, indexedFrom, waiting, onRetry }: NotesProps) {
  const { t } = useTranslation('shell')
  const formats = useFormats()
  if (short) return <p className={classes.note}>{t('find.short')}</p>
  if (error) {
    return (
      <div className={classes.error}>
        <ErrorState error={error} title={t('find.failed')} onRetry={onRetry} />
      </div>
    )
  }
  if (waiting) return <p className={classes.note}>{t('find.searching')}</p>
  return (
    <>
      {none && (
        <div className={classes.none}>
          <strong>{t('find.none')}</strong>
          <p>{t('find.noneText')}</p>
        </div>
      )}
      {more && <p className={classes.note}>{t('find.more')}</p>}
      {indexedFrom !== null && <p className={classes.note}>{t('find.older', { date: formats.date(indexedFrom) })}</p>}
      {!none && <p className={`${classes.note} ${classes.keys}`}>{t('find.keys')}</p>}
    </>
  )
}
