"""All errors that Vécu raises on purpose.

VecuError
├── accounts.AccountChangeRefused        the change would shut out somebody who is needed
├── accounts.IdentityTaken               this sign-in opens another account already
├── accounts.KeyMissing                  a key of the laboratory is not in its ring
├── accounts.InvitationsRefused          some lines of a table cannot become links
├── accounts.LastOwner                   the scope would have no owner
├── accounts.LinkGone                    a link was used or revoked, or has expired
├── accounts.LinkRefused                 this member may not make such a link
├── accounts.MemberRefused               an account cannot be created with these details
├── accounts.NotAllowed                  the role does not permit this
├── accounts.OpenIDRefused               what the provider answered is not accepted
├── accounts.PendingLinkGone             a sign-in elsewhere was confirmed too late, or by another
├── accounts.SignInBusy                  others are signing in at this moment
├── accounts.TooManyAttempts             too many passwords were tried for this name
├── accounts.UnknownAccount              no member has this account name
├── accounts.UnreadableSecret            the key that encrypted a second factor is missing
├── accounts.WrongOpenIDSetting          a setting of the provider is missing or wrong
├── coding.AdjudicationRefused           the text is still coded blind, or was adjudicated
├── coding.AllocationRefused             texts cannot be allocated in this way
├── coding.AutocodingRefused             the machine may not apply this code by itself
├── coding.CodebookCycle                 a code would be its own ancestor
├── coding.CodeChanged                   somebody else changed the code meanwhile
├── coding.CodeNotOffered                the code was merged, split or retired meanwhile
├── coding.CodeRefused                   a code cannot be created or changed in this way
├── coding.CodesRefused                  a table cannot be read as codes
├── coding.EditRefused                   an edit changes the words of a quotation
├── coding.ExampleTableRefused           a table holds no coded texts, or no texts
├── coding.GuideChanged                  somebody else changed the guide meanwhile
├── coding.GuideRefused                  a guide cannot be created or changed in this way
├── coding.NotEnoughToLearn              the classifier cannot be trained on what there is
│   ├── coding.EncoderAbsent             the optional sentence encoder is not installed
│   ├── coding.TooFewExamples            too few texts are coded
│   └── coding.TooFewPassages            there is too little text to cluster
├── coding.NoTextsLeft                   no text is left to queue
├── coding.NothingToExport               the study has no coding to export
├── coding.NothingToUndo                 the coder has no action to undo
├── coding.ProjectNotWritten             a project contradicts itself and cannot be written
├── coding.ProjectRefused                a file is no readable REFI-QDA project or codebook
├── coding.QuotationChanged              somebody else changed the quotation meanwhile
├── coding.QuotationRefused              these words cannot be proposed as a quotation
├── coding.ReleaseRefused                the quotation cannot be released as it is
├── coding.RunOwnedByOther               another worker has taken over the run
├── coding.SpanRefused                   these words are not in the text
├── coding.SuggestionGone                the suggestion was decided on or replaced meanwhile
├── coding.TextFrozen                    the text can no longer be returned or reassigned
├── coding.TextGone                      the respondent has withdrawn the text
├── coding.UnknownGuide                  no built-in guide has this key
├── credentials.BreachedPasswordsRefused a file of breached passwords cannot be searched
├── datasets.ExportRefused               the data cannot be exported in this way
├── datasets.ExtractRefused              the people cannot be counted for an extract now
├── datasets.FigureRefused               a figure cannot be released or taken back like this
├── demonstrators.AssistantFailed        an assistant elsewhere gave no answer that can be shown
├── demonstrators.EntryRefused           a demonstrator cannot take what was chosen or typed
├── demonstrators.SessionRefused         what was chosen makes no session of 90 minutes
├── fieldlog.AgreementRefused            a side cannot agree to a month, or not take it back
├── fieldlog.DiaryCodesRefused           this number of diary codes cannot be drawn
├── fieldlog.DiarySettingsRefused        kinds of proposal cannot be offered so in a diary
├── fieldlog.DiarySuspended              the log is suspended, so nothing was noted
├── fieldlog.EventBatchRefused           what was sent is not a batch of events
├── fieldlog.LogNotReady                 something must be noted before a log may begin
├── fieldlog.LogPapersChanged            somebody else noted something meanwhile
├── fieldlog.LogPapersRefused            what a log needs cannot be noted so
├── fieldlog.LogTokenRefused             no log has this token, or it was revoked
├── fieldlog.MediaTypeRefused            a body is of a type that holds no events
├── file_sanitizer.FileNotAccepted       a file cannot be cleaned, or has no accepted type
│   └── file_sanitizer.FileNotNow        too many other files are being cleaned
├── groups.RoundClosed                   a position came after its round had closed
├── pilots.CaseRefused                   a pilot cannot read this text
├── pilots.CaseStateRefused              what a page carried of a text does not belong together
├── pilots.ClosedValueRefused            a cold field takes its closed type alone
├── pilots.DecisionRefused               a decision cannot be noted like this
├── pilots.FormFileRefused               a file is no form that can be filled
├── pilots.RuleBookRefused               a file of rules cannot be used
├── pilots.UnknownPilotVersion           a pilot has no such version, step or reply
├── questionnaires.ExpressionError       an expression cannot be parsed
├── questionnaires.SubmissionRefused     what a client sent is not a filled form
├── questionnaires.WorkbookRefused       a workbook cannot become a questionnaire
├── recommendations.AnswerLinkGone       a link to answer was replaced, or what it led to is gone
│   └── recommendations.GroupTakenBack   the link is right, and its group is not public any more
├── replies.CardChanged                  a finding was amended or taken back meanwhile
├── replies.ReasonRefused                a reason has no words, or too many
├── replies.SectorsRefused               sectors cannot be chosen in this way
├── records.RecordChanged                somebody else changed or removed this meanwhile
├── records.RecordRefused                an entry cannot be stored as it is
├── reports.DocumentNotMade              a document for paper cannot be made now
├── reports.NothingPublic                nothing at this address is for everybody
│   └── reports.RecommendationTakenBack  a group took back what was published here
├── safeguards.LookRefused               a request, or what became of it, cannot be noted so
├── safeguards.PersonCodesRefused        so many codes cannot be printed, or not until then
├── site.BackupFailed                    no backup was written
├── site.ClockDoubted                    a purge by this clock could delete too much
├── site.KeyMismatch                     the key does not belong to the data
├── site.KeyNotChanged                   a ring of keys stays as it is, for a reason
├── site.RestoreRefused                  a backup is not put back
├── stats.EstimateRefused                no estimate can be given
│   ├── stats.CalibrationRefused         no weights of this kind reach the margins
│   ├── stats.DesignRefused              the design columns do not describe the sample
│   │   └── stats.LonelyPsuError         a stratum has one PSU and the design ignores it
│   ├── stats.NotASample                 people were not drawn, so nothing follows for others
│   ├── stats.TableRefused               a file cannot be read as a table
│   ├── stats.TooFewAnswers              nobody answered, or too few for a standard error
│   └── stats.VariableRefused            a column is missing or of the wrong type
│       └── stats.NotFinite              a column holds infinite values
├── surveys.AnswersRefused               answers break the questionnaire's constraints
│   ├── surveys.FilesRefused             files sent for a stored answer are not accepted
│   └── surveys.PageRefused              the answers of one page do
├── surveys.CardRevoked                  the card was revoked unused
├── surveys.CardsRefused                 this number of cards cannot be drawn
├── surveys.CardUsed                     the answers of this card were submitted
├── surveys.ConsentTextLocked            respondents have already read the description
├── surveys.DaysRefused                  a fielding cannot be open on these days
├── surveys.DraftNotFound                no draft has this token
├── surveys.FieldingChanged              the fielding changed at that very moment
├── surveys.InformationMissing           people cannot read yet what the law requires
├── surveys.InterviewsRefused            this questionnaire cannot be asked on the telephone
├── surveys.InstanceTaken                the form was submitted before, with other answers
├── surveys.NothingPicked                no question of the library was picked
├── surveys.NotOpen                      the study is not collecting answers now
├── surveys.PageNotFound                 the questionnaire has no such page now
├── surveys.PrintRefused                 the fonts for paper lack characters of the text
├── surveys.RelayRefused                 a relay cannot have this name
├── surveys.SearchRefused                the search has no word, or too many
├── surveys.SlugRefused                  the web address is not allowed
├── surveys.SlugTaken                    another study has this web address
├── surveys.StateRefused                 the fielding cannot change to this state now
├── surveys.StudyNotFound                no study has this web address
├── surveys.StudyOpen                    the study must be closed before it is deleted
├── surveys.TemplateNotFound             no template has this name
├── surveys.UnknownCode                  no draft or answer has this code
├── surveys.UnknownForm                  the study has no such form for other programs
├── tables.FileRefused                   a file cannot be read as a table
├── tables.TableTooLarge                 a workbook cannot hold the table
├── transcripts.TranscriptRefused        a file cannot be read as a transcript
└── ui.AuditRefused                      the file of the accessibility audit is wrong
"""


class VecuError(Exception):
    """Base class of all expected errors; `str(error)` can be displayed to users.

    It is empty if the page that responds says more (a draft, page or code that is gone).
    """
