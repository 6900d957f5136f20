"""Somebody lost their second factor with its codes: whoever manages accounts lets them begin."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vecu.accounts.access_links import LinkRefused, make_password_link
from vecu.accounts.account_changes import AccountChangeRefused, remove_factors
from vecu.accounts.decorators import StaffRequest, require_account_manager
from vecu.accounts.views.fresh_sign_in import require_fresh_sign_in
from vecu.accounts.views.members import build_new_link, get_account_or_404


@require_account_manager
@require_http_methods(["GET", "HEAD", "POST"])
def remove_lost(request: StaffRequest, name: str) -> HttpResponse:
    """Say how to be sure who asks; then remove the factors and make a link to begin anew."""
    user, refusal = get_account_or_404(name), ""
    if request.method == "POST":
        require_fresh_sign_in(request)
        now = timezone.now()
        try:
            token = make_password_link(user, by=request.user, now=now)
            remove_factors(user, by=request.user.username, now=now)
        except (LinkRefused, AccountChangeRefused) as refused:
            refusal = str(refused)
        else:
            back = reverse("accounts:account", args=(user.username,))
            made = build_new_link(request, token, joins=False, email="", back=back)
            return render(request, "accounts/new_link.html", {"made": made})
    context = {"account": user, "refusal": refusal}
    return render(request, "accounts/lost_factor.html", context, status=422 if refusal else 200)
