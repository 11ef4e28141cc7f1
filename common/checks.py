"""What must hold before the portal may start."""

from django.conf import settings
from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from .policy import declared, policy_of


def route_names(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> list[str]:
    """The full names of all routes of the URLconf, as `resolver_match.view_name` has them."""
    resolver = resolver or get_resolver()
    names = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            names.append(":".join((*namespaces, pattern.name or pattern.lookup_str)))
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            names += route_names(pattern, inner)
    return names


@checks.register(checks.Tags.urls)
def every_route_has_a_policy(app_configs=None, **kwargs):
    """A route without a policy stops the start; a developer's server only warns and answers it 404."""
    names = route_names()
    level = checks.Warning if settings.DEBUG else checks.Error
    missing = [
        level(
            f"The route “{name}” has no policy.",
            hint="Declare it with common.policy.routes() in the app's policies.py.",
            id="common.E001",
        )
        for name in dict.fromkeys(names)
        if policy_of(name) is None
    ]
    idle = [
        checks.Warning(f"The policy of “{rule}” belongs to no route.", id="common.W001")
        for rule in declared()
        if not any(name.startswith(rule[:-1]) if rule.endswith("*") else name == rule for name in names)
    ]
    return missing + idle
