using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>The account that the user gave, or else the likeliest one.</summary>
/// <param name="finder">Works it out.</param>
/// <param name="given">What the user gave; null for nothing.</param>
public sealed class LoginUsers(LoginUserFinder finder, string? given) : ILoginUsers
{
    /// <inheritdoc/>
    public Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel) =>
        given is null ? finder.FindAsync(instance, cancel) : Task.FromResult(new LoginUser(given, "-UserName"));

    /// <inheritdoc/>
    public async Task<LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel) =>
        (await finder.CandidatesAsync(instance, cancel).ConfigureAwait(false)).FirstOrDefault(user => user.Name != refused);
}
