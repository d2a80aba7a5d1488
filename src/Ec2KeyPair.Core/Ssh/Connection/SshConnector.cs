using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Users;
using Renci.SshNet;
using Renci.SshNet.Common;
using SshClient = Renci.SshNet.SshClient;

namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>
/// Makes SSH connections in this process: over any way, with the host key verified before the login, as the right user,
/// with the right key. Nothing is written to disk but pins, and no program is started.
/// </summary>
/// <param name="hostKeys">Verifies host keys.</param>
/// <param name="users">Finds accounts.</param>
/// <param name="keys">Finds keys.</param>
/// <param name="limits">Time limits.</param>
/// <param name="explain">Is told each decision, for -Verbose.</param>
public sealed class SshConnector(IHostKeyCheck hostKeys, ILoginUsers users, ILoginKeys keys, SshLimits limits, Func<string, Task> explain)
{
    private static readonly TimeSpan LateTimer = TimeSpan.FromSeconds(30);

    /// <summary>Connects for commands.</summary>
    /// <exception cref="Ec2KeyPairException">
    /// HostUnreachable, HostKeyUnknown, HostKeyMismatch, LoginRefused, ArgumentUnsafe, a key condition, a session condition, or an Aws condition.
    /// </exception>
    internal Task<SshLink<SshClient>> ConnectAsync(Ec2Instance instance, ISshWay way, CancellationToken cancel) =>
        ConnectAsync(instance, way, connection => new SshClient(connection), cancel);

    /// <summary>Connects for files.</summary>
    /// <exception cref="Ec2KeyPairException">As <see cref="ConnectAsync(Ec2Instance, ISshWay, CancellationToken)"/>.</exception>
    internal Task<SshLink<SftpClient>> ConnectForFilesAsync(Ec2Instance instance, ISshWay way, CancellationToken cancel) =>
        ConnectAsync(instance, way, connection => new SftpClient(connection), cancel);

    private async Task<SshLink<T>> ConnectAsync<T>(
        Ec2Instance instance, ISshWay way, Func<ConnectionInfo, T> create, CancellationToken cancel)
        where T : BaseClient
    {
        var userTask = users.FindAsync(instance, cancel);
        var keyTask = keys.FindAsync(instance, cancel);
        var verifierTask = hostKeys.PrepareAsync(instance.InstanceId, cancel);
        await Task.WhenAll(userTask, keyTask, verifierTask).ConfigureAwait(false);
        var login = new Attempt(
            instance, way, await userTask.ConfigureAwait(false), await keyTask.ConfigureAwait(false), await verifierTask.ConfigureAwait(false));
        SshUserName.Checked(login.User.Name);
        await explain(login.ToString()).ConfigureAwait(false);
        while (true)
        {
            try
            {
                return await TryAsync(login, create, cancel).ConfigureAwait(false);
            }
            catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.HostKeyUnknown)
            {
                if (!await login.Verifier.ReconsiderAsync(cancel).ConfigureAwait(false)) throw;
            }
            catch (Ec2KeyPairException e) when (e is { Condition: ErrorCondition.LoginRefused, InnerException: { } cause })
            {
                var other = await users.SuggestAsync(instance, login.User.Name, cancel).ConfigureAwait(false);
                throw SshErrors.Refused(instance.InstanceId, login.User.Name, login.Keys, other?.Name, cause);
            }
        }
    }

    private async Task<SshLink<T>> TryAsync<T>(Attempt login, Func<ConnectionInfo, T> create, CancellationToken cancel)
        where T : BaseClient
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(limits.Login);
        ISshPath? path = null;
        T? client = null;
        Ec2KeyPairException? refusal = null;
        try
        {
            path = await login.Way.OpenAsync(limit.Token).ConfigureAwait(false);
            if (login.Keys.LetInAsync is { } letInAsync) await letInAsync(login.User.Name, limit.Token).ConfigureAwait(false);
            var made = client = create(Describe(login, path));
            if (login.Way.NeedsKeepAlive) made.KeepAliveInterval = limits.KeepAlive;
            made.HostKeyReceived += (_, shown) => shown.CanTrust = (refusal = Verify(login.Verifier, shown.HostKey)) is null;
            using (limit.Token.Register(path.Cut)) await OwnThread.RunAsync(made.Connect).ConfigureAwait(false);
            return new SshLink<T>(login.Instance, login.Way.Kind, login.User.Name, made, path);
        }
        catch (Exception e)
        {
            await HangUpAsync(client, path).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (refusal is not null) throw refusal;
            if (path?.Failure is { } failure) throw failure;
            if (limit.IsCancellationRequested) throw SshErrors.TooLate(login.Instance.InstanceId, limits.Login, e);
            if (e is SshAuthenticationException) throw SshErrors.Refused(login.Instance.InstanceId, login.User.Name, login.Keys, null, e);
            // A subsystem that is refused, or speaks another version.
            if (client is SftpClient && (e.GetType() == typeof(SshException) || e is NotSupportedException)) throw SshErrors.NoSftp(login.Instance.InstanceId, e);
            if (SshErrors.IsOfConnection(e, cancel)) throw SshErrors.NotConnected(login.Instance.InstanceId, path?.Destination ?? "", e);
            throw;
        }
    }

    private static async Task HangUpAsync(BaseClient? client, ISshPath? path)
    {
        try
        {
            client?.Dispose();
        }
        catch (Exception e) when (SshErrors.IsOfConnection(e))
        {
            // Why there is no connection is the error to report.
        }

        if (path is not null) await path.DisposeAsync().ConfigureAwait(false);
    }

    private ConnectionInfo Describe(Attempt login, ISshPath path)
    {
        var user = SshUserName.Checked(login.User.Name);
        var sources = login.Keys.Signers.Select(signer => (IPrivateKeySource)new SignerSource(signer, login.Keys.Signers.Count > 1)).ToArray();
        var connection = new ConnectionInfo("127.0.0.1", path.LocalPort, user, new PrivateKeyAuthenticationMethod(user, sources))
        {
            // Each single wait; the whole has a limit of its own, which is the shorter one, also where its timer comes late.
            Timeout = limits.Login + LateTimer,
        };
        SshAlgorithms.Choose(connection, login.Verifier.KnownTypes);
        return connection;
    }

    private static Ec2KeyPairException? Verify(IHostKeyVerifier verifier, byte[] blob)
    {
        try
        {
            verifier.Verify(blob);
            return null;
        }
        catch (Ec2KeyPairException e)
        {
            return e;
        }
    }

    private sealed record Attempt(Ec2Instance Instance, ISshWay Way, LoginUser User, LoginKeySet Keys, IHostKeyVerifier Verifier)
    {
        public override string ToString() =>
            $"{Instance.InstanceId}: user {Printable.Text(User.Name)}, {User.Evidence}; {Keys.Reason}; host key: {Verifier.Evidence}.";
    }
}
