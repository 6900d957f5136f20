"""The one family of errors that Vécu raises on purpose.

VecuError
├── questionnaires.WorkbookRefused    a workbook cannot become a questionnaire
├── questionnaires.ExpressionError    an expression cannot be read
├── questionnaires.SubmissionRefused  what a client sent is no filled form
├── surveys.UnknownStudy              no inquiry has this name
├── surveys.UnknownTemplate           no ready inquiry has this name
├── surveys.SlugTaken                 another inquiry has this name
├── surveys.SlugRefused               no address can end in this name
├── surveys.NothingPicked             no question of the library was picked
├── surveys.PromiseMade               people were told already what an inquiry is about
├── surveys.StateRefused              a fielding cannot be opened, paused or closed as asked
├── surveys.DaysRefused               a fielding cannot be open on the days given
├── surveys.SearchRefused             what was typed names nothing to look for, or too much
├── surveys.NotOpen                   the inquiry takes no answers now
├── surveys.DraftGone                 no draft has this browser's token
├── surveys.PageGone                  the questionnaire has no such page now
├── surveys.UnknownCode               no draft or answer has this code
├── surveys.RelayRefused              no relay can be called so
├── surveys.CardsRefused              so many cards cannot be drawn
├── surveys.PrintRefused              the typefaces for paper lack what is to be printed
├── surveys.CardUsed                  the answers of this card were sent
├── surveys.CardRevoked               this card was withdrawn unused
├── surveys.UnknownForm               an inquiry has no such form for other clients
├── surveys.FieldingChanged           somebody changed the inquiry at that very moment
├── surveys.InstanceTaken             a filled form was sent before, with other answers
├── surveys.AnswersRefused            answers break the questionnaire's rules
│   ├── surveys.PageRefused           what was typed on one page does
│   └── surveys.FilesRefused          files that come for a kept answer cannot be kept
├── surveys.FileNotKept               a file that was given cannot be cleaned, or is no such file
├── coding.ProjectRefused             a file is no REFI-QDA project or codebook that can be read
├── coding.ProjectNotWritten          a project contradicts itself and cannot be written
├── tables.FileRefused                a file cannot be read as a table
├── tables.TableTooLarge              a workbook cannot hold a table
├── accounts.NotAllowed               the role does not permit this
├── accounts.UnknownAccount           no member has this account name
├── accounts.MemberRefused            an account cannot be made as asked
├── accounts.TooManyWrong             a password is wrong, and so were too many before it
├── accounts.LastOwner                a study would be left without an owner
├── coding.CodeRefused                a code cannot be made or changed as asked
├── coding.CodeChanged                somebody else changed the code meanwhile
├── coding.CodebookCycle              a code would stand below itself
├── coding.CodeNotOffered             the code was merged, split or retired meanwhile
├── coding.SpanRefused                these words are not in the text
├── coding.TextGone                   the person has taken back what they said
├── coding.TextFrozen                 what coders did with the text stays, or others code it
├── coding.NothingToUndo              a coder has done nothing that could be taken back
├── coding.CodesRefused               a table cannot become codes
├── coding.CodingNotTaken             there is nothing to take out of a study's coding
├── coding.SuggestionGone             a suggestion was decided on, or renewed meanwhile
├── coding.NothingToDraw              no text is left to be put forward
├── coding.RunTaken                   another worker has taken up a run of the machine
├── coding.DelegationRefused          the machine may not code with a code by itself
├── coding.PlanRefused                texts cannot be shared out as asked
├── coding.RulingRefused              a text is coded blindly still, or was settled meanwhile
├── coding.QuotationRefused           words cannot be proposed as a quotation
├── coding.QuotationChanged           somebody else changed a quotation meanwhile
├── coding.ReleaseRefused             a quotation cannot be released as it stands
├── coding.EditRefused                what is to be published is no mere shortening
├── coding.GuideRefused               a guide cannot be made or changed as asked
├── coding.GuideChanged               somebody else changed the guide, or what stands for it
├── coding.UnknownGuide               no ready guide has this key
├── coding.SheetRefused               a table holds no coded texts, or no texts
├── coding.NothingLearned             nothing can be learned from what there is
│   ├── coding.TooFewExamples         people have not coded enough yet
│   ├── coding.TooFewPassages         there is not enough text to group what people said
│   └── coding.EncoderAbsent          the optional sentence encoder is not installed
├── stats.EstimateRefused             no number can be given that would be true
│   ├── stats.TableRefused            a file cannot be read as a table
│   ├── stats.DesignRefused           the columns of a design do not tell how the table was drawn
│   │   └── stats.LonePsu             a stratum holds one PSU, and the design does not say what then
│   ├── stats.VariableRefused         a column is missing, or is not what the estimate needs
│   │   └── stats.NotFinite           a column holds what is neither a number nor nothing
│   ├── stats.TooFewAnswers           nobody answered, or too few for a standard error
│   └── stats.CalibrationRefused      margins cannot be met by weights of this kind
└── datasets.ExportRefused            data cannot be taken out as asked
"""


class VecuError(Exception):
    """Base of every expected failure; `str(error)` is fit to show to a person.

    It is empty where the page that answers says more (a draft, a page or a code that is gone).
    """
