namespace Ec2KeyPair.Core.Users;

/// <summary>The account to log in as, and what says so.</summary>
/// <param name="Name">The account's name, <c>ec2-user</c>.</param>
/// <param name="Evidence">For -Verbose: <c>the image's name "debian-12-amd64-20240102-1614"</c>.</param>
public sealed record LoginUser(string Name, string Evidence)
{
    /// <summary>True when nothing tells the account, and it is one that many images have.</summary>
    public bool IsCommonGuess { get; init; }

    /// <summary>What to do so that more is known; null where nothing is missing.</summary>
    public string? Mend { get; init; }
}
