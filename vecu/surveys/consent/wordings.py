"""What is read aloud in languages without an interface, by its English text. Pure.

One person wrote these; nobody who speaks the language has read them over yet, and pages say so.
"""

from collections.abc import Mapping
from types import MappingProxyType

from vecu.translation import LANGUAGES, translate

UNREAD_WORDINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "ar": {
            "You can say no. You can stop whenever you want.": (
                "يمكنك أن تقول لا. يمكنك التوقف متى شئت."
            ),
            "I do not work for your service. I must keep what you say secret.": (
                "لا أعمل لدى الخدمة التي تتابعك. عليّ أن أحفظ سرّ ما تقول."
            ),
            "I do not ask your name. I do not note your number.": (
                "لا أسألك عن اسمك. لا أسجّل رقمك."
            ),
            "Only the team of the inquiry reads your answers. Your service does not see them.": (
                "فريق البحث وحده يقرأ إجاباتك. الخدمة التي تتابعك لا تراها."
            ),
            "Your help does not change, whether you answer or not.": (
                "مساعدتك لا تتغيّر، سواء أجبت أم لا."
            ),
            "We keep your answers, the day, and how you answer: by telephone, with an interpreter "
            "or on paper.": (
                "نحتفظ بإجاباتك وباليوم وبطريقة الإجابة: بالهاتف، أو مع مترجم، أو على الورق."
            ),
            "Answers are kept until %(day)s.": "تُحفظ الإجابات حتى %(day)s.",
            "Before I send, you can have everything erased. Afterwards, nobody can find your "
            "answers again.": (
                "قبل الإرسال يمكنك أن تطلب محو كل شيء. بعد ذلك لا يستطيع أحد العثور على إجاباتك."
            ),
            "Only numbers become public, and only of 11 people or more.": (
                "لا تُنشر إلا أرقام، وفقط عن 11 شخصًا أو أكثر."
            ),
            "If you want to add a word, I read it back. You say whether we keep it.": (
                "إن أردت أن تضيف كلمة، أعيد قراءتها عليك. أنت تقول هل نحتفظ بها."
            ),
            "If an interpreter helps us, they must keep it secret too.": (
                "إذا ساعدنا مترجم، فعليه أن يحفظ السرّ أيضًا."
            ),
            "Is somebody near you? Then say a number instead of a word.": (
                "هل يوجد أحد بقربك؟ إذن قل رقمًا بدل كلمة."
            ),
            "What we cannot protect you from: the telephone company knows that you called.": (
                "ما لا نستطيع حمايتك منه: شركة الهاتف تعرف أنك اتصلت."
            ),
            "They may reveal your health, opinions, beliefs or trade union: by starting, you "
            "expressly agree that the inquiry uses this.": (
                "قد تكشف إجاباتك عن صحتك أو آرائك أو معتقداتك أو نقابتك. إذا بدأت، فأنت توافق "
                "صراحة على أن يستخدم البحث ذلك."
            ),
            "Do you agree to begin?": "هل توافق على أن نبدأ؟",
        },
        "uk": {
            "You can say no. You can stop whenever you want.": (
                "Ви можете сказати «ні». Ви можете зупинитися, коли захочете."
            ),
            "I do not work for your service. I must keep what you say secret.": (
                "Я не працюю у вашій службі. Я мушу тримати в таємниці те, що ви скажете."
            ),
            "I do not ask your name. I do not note your number.": (
                "Я не питаю вашого імені. Я не записую вашого номера."
            ),
            "Only the team of the inquiry reads your answers. Your service does not see them.": (
                "Ваші відповіді читає лише команда опитування. Ваша служба їх не бачить."
            ),
            "Your help does not change, whether you answer or not.": (
                "Ваша допомога не зміниться, відповісте ви чи ні."
            ),
            "We keep your answers, the day, and how you answer: by telephone, with an interpreter "
            "or on paper.": (
                "Ми зберігаємо ваші відповіді, день і те, як ви відповіли: телефоном, через "
                "перекладача чи на папері."
            ),
            "Answers are kept until %(day)s.": "Відповіді зберігаються до %(day)s.",
            "Before I send, you can have everything erased. Afterwards, nobody can find your "
            "answers again.": (
                "До надсилання все можна стерти. Потім ніхто не зможе знайти ваші відповіді."
            ),
            "Only numbers become public, and only of 11 people or more.": (
                "Оприлюднюють лише числа, і лише про 11 або більше людей."
            ),
            "If you want to add a word, I read it back. You say whether we keep it.": (
                "Якщо ви хочете щось додати, я перечитаю це вам. Ви скажете, чи залишити."
            ),
            "If an interpreter helps us, they must keep it secret too.": (
                "Якщо нам допомагає перекладач, він також мусить зберігати таємницю."
            ),
            "Is somebody near you? Then say a number instead of a word.": (
                "Поруч хтось є? Тоді кажіть цифру замість слова."
            ),
            "What we cannot protect you from: the telephone company knows that you called.": (
                "Від чого ми не можемо захистити: телефонна компанія знає, що ви дзвонили."
            ),
            "They may reveal your health, opinions, beliefs or trade union: by starting, you "
            "expressly agree that the inquiry uses this.": (
                "Відповіді можуть розкрити ваше здоров’я, погляди, вірування чи профспілку. "
                "Починаючи, ви прямо погоджуєтеся, що опитування це використовує."
            ),
            "Do you agree to begin?": "Ви згодні почати?",
        },
    }
)
"""The wordings by language."""


def say(text: str, language: str) -> str:
    """Return a text of a promise in a language, in English where there is no wording."""
    return UNREAD_WORDINGS.get(language, {}).get(text) or translate(text, language)


def is_unread(language: str) -> bool:
    """Return whether what is read aloud in a language has not been read over by its speakers."""
    return language in UNREAD_WORDINGS


def can_say(language: str) -> bool:
    """Return whether promises have a wording in a language."""
    return language in LANGUAGES or is_unread(language)
