export interface Guide {
  readonly slug: string
  readonly title: string
  /** The first paragraph, as text. */
  readonly summary: string
  readonly html: string
  readonly sections: readonly GuideSection[]
}

export interface GuideSection {
  readonly id: string
  readonly title: string
  /** What a search looks through. */
  readonly text: string
}
