using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Users;

/// <summary>Works out the account to log in as from what is known of the instance.</summary>
/// <remarks>
/// The user's own map goes first: it is his, on his machine. The tag is next: whoever may tag instances wrote it. All
/// the rest are guesses by what the instance was made from.
/// </remarks>
public static class LoginUserGuess
{
    /// <summary>The instance tag that names the account.</summary>
    public const string UserTag = "ec2keypair:ssh-user";

    private static readonly string[] Common = ["ec2-user", "ubuntu", "admin", "root"];

    /// <summary>The accounts that the instance may have, each once, the likeliest first; never none.</summary>
    public static IReadOnlyList<LoginUser> Candidates(LoginUserEvidence evidence) => Told(evidence)
        .Concat(Common.Select(user => new LoginUser(user, NothingTells(evidence)) { IsCommonGuess = true, Mend = evidence.Missing.Select(missing => missing.Mend).FirstOrDefault(mend => mend is not null) }))
        .GroupBy(user => user.Name, StringComparer.Ordinal)
        .Select(same => same.First())
        .ToList();

    /// <summary>True when something tells the account, and no further evidence is needed.</summary>
    internal static bool IsTold(LoginUserEvidence evidence) => Told(evidence).Any();

    private static string NothingTells(LoginUserEvidence evidence) =>
        string.Join("; ", evidence.Missing.Select(missing => Printable.Text(missing.What)).Prepend("nothing tells").Append("images of AWS and of others have it"));

    private static IEnumerable<LoginUser> Told(LoginUserEvidence evidence)
    {
        var (instance, image, managed, map) = evidence; // What is missing tells nothing.
        if (map.UserFor(instance, image) is { } mapped) yield return mapped;
        if (instance.Tags.TryGetValue(UserTag, out var tagged) && tagged.Length > 0) yield return new(tagged, $"its tag {UserTag}");
        if (instance.IsWindows)
        {
            yield return new("Administrator", "it is a Windows instance");
            yield break;
        }

        var guesses = From(image?.Name, Distribution.UsersFor, "image's name")
            .Concat(From(image?.OwnerId, Distribution.UsersOfOwner, "image's owner"))
            .Concat(From(instance.PlatformDetails, Distribution.UsersFor, "platform"))
            .Concat(From(managed?.Platform, Distribution.UsersFor, "agent's report of its platform"));
        foreach (var guess in guesses) yield return guess;
    }

    private static IEnumerable<LoginUser> From(string? text, Func<string, IReadOnlyList<string>> users, string what) => text is null
        ? []
        : users(text).Select(user => new LoginUser(user, $"its {what} '{Printable.Text(text)}'"));
}
