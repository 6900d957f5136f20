"""The software bill of materials of a release: CycloneDX 1.6, from the pinned requirements."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.distribution.requirements import PinnedPackage


def build_sbom(version: str, packages: Iterable[PinnedPackage]) -> str:
    """Return the bill as JSON; the same for the same packages, so that a release can be rebuilt."""
    components = [_describe(each) for each in packages]
    program = f"pkg:pypi/vecu@{version}"
    content = json.dumps(components, sort_keys=True)
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, program + content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": program,
                "name": "vecu",
                "version": version,
                "purl": program,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            }
        },
        "components": components,
        "dependencies": [
            {"ref": program, "dependsOn": [each["bom-ref"] for each in components]},
        ],
    }
    return json.dumps(bill, indent=1, ensure_ascii=False) + "\n"


def _describe(package: PinnedPackage) -> dict[str, Any]:
    """One hash for each file of the package that may be installed, as the list has them."""
    address = f"pkg:pypi/{package.name.lower().replace('_', '-')}@{package.version}"
    licence = [{"license": {"name": package.licence}}] if package.licence else []
    return {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "purl": address,
        **({"licenses": licence} if licence else {}),
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{package.name}/{package.version}/",
                "hashes": [{"alg": "SHA-256", "content": each} for each in package.hashes],
            }
        ],
    }
