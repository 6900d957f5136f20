"""What a study says of itself beyond its description."""

from vecu.surveys.models import Study, StudyStatement


def get_statement(study: Study) -> StudyStatement:
    """Return the statement of a study, a blank one that is not stored if it made none."""
    found = StudyStatement.objects.filter(study=study).first()
    return found or StudyStatement(study=study)
