using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Users;

/// <summary>What is known of an instance that may tell its login user.</summary>
/// <param name="Instance">The instance, with its tags.</param>
/// <param name="Image">Its image; null when that is gone, or was not looked up.</param>
/// <param name="Managed">What its agent reports; null when it has none, or was not asked.</param>
/// <param name="Map">The user's own map.</param>
public sealed record LoginUserEvidence(Ec2Instance Instance, Ec2Image? Image, ManagedInstance? Managed, UserMap Map)
{
    /// <summary>What could not be found out, each a clause for a person, and what to do about it.</summary>
    public IReadOnlyList<(string What, string? Mend)> Missing { get; init; } = [];

    internal LoginUserEvidence With(Look<Ec2Image?> image) => (this with { Image = image.Value }).Lacking("image", image);

    internal LoginUserEvidence With(Look<ManagedInstance?> managed) => (this with { Managed = managed.Value }).Lacking("agent", managed);

    private LoginUserEvidence Lacking<T>(string what, Look<T> look) =>
        look.IsKnown ? this : this with { Missing = [.. Missing, ($"its {what} is not known: {look.Why.TrimEnd('.')}", look.Mend)] };
}
