import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from parks.audit import audit
from parks.figures import figures_to_audit
from parks.findings import Finding, Severity


class EveryFigure:
    """Stands for who reads all of it: the audit of the command is for those who keep the data."""

    is_authenticated = is_active = is_staff = True


class Command(BaseCommand):
    help = "Reckon with all figures and print what does not add up."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--fail-on",
            choices=Severity.values,
            help="exit with 1 when a finding is as grave as this or graver",
        )

    def handle(self, *args, **options):
        findings = audit(figures_to_audit(EveryFigure()))
        if options["format"] == "json":
            self.stdout.write(json.dumps([as_data(one) for one in findings], ensure_ascii=False, indent=2))
        else:
            self.print(findings)
        if grave := [one for one in findings if self.fails(one, options["fail_on"])]:
            raise CommandError(f"{len(grave)} findings are as grave as “{options['fail_on']}” or graver.")

    def print(self, findings: list[Finding]):
        for one in findings:
            self.stdout.write(self.style.MIGRATE_HEADING(f"[{one.severity.label}] {one.check.label}"))
            self.stdout.write(f"  {one.statement}")
            for step in one.steps:
                self.stdout.write(f"    {step}")
            for note in one.discrepancies:
                self.stdout.write(f"  → {note.code}: {note.title}")
            self.stdout.write(f"  ({', '.join(observation.slug for observation in one.observations)})\n")
        count = len(findings)
        self.stdout.write(ngettext("%(count)d finding", "%(count)d findings", count) % {"count": count})

    def fails(self, finding: Finding, limit: str | None) -> bool:
        return limit is not None and Severity.values.index(finding.severity) <= Severity.values.index(limit)


def as_data(finding: Finding) -> dict:
    return {
        "check": finding.check.value,
        "severity": finding.severity.value,
        "statement": finding.statement,
        "steps": finding.steps,
        "expected": str(finding.expected),
        "found": str(finding.found),
        "observations": [one.slug for one in finding.observations],
        "discrepancies": [one.code for one in finding.discrepancies],
    }
