import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { MongooseModule } from '@nestjs/mongoose';
import { PassportModule } from '@nestjs/passport';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { RolesModule } from '../access/roles.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { FactorResetsService } from './factor-resets.service.js';
import { FactorsModule } from '../factors/factors.module.js';
import { SecondFactorsService } from './second-factors.service.js';
import { TwoStepSignInsService } from './two-step-sign-ins.service.js';
import { SignInChallengesService } from './sign-in-challenges.service.js';
import { UsersModule } from '../users/users.module.js';
import { ActorsService } from './actors.service.js';
import { AuthService } from './auth.service.js';
import { CredentialChangesService } from './credential-changes.service.js';
import { EmailChangesService } from './email-changes.service.js';
import { CredentialChecksService } from './credential-checks.service.js';
import { EmailProofsService } from './email-proofs.service.js';
import { OneTimeCodesModule } from '../credentials/one-time-codes.module.js';
import { ChangeUndosService } from './change-undos.service.js';
import { PasswordChangesService } from './password-changes.service.js';
import { AccountOrganizationsService } from './account-organizations.service.js';
import { RecoveryService } from './recovery.service.js';
import { AddressRequestSchema } from './address-request.schema.js';
import { AddressRequestsRepository } from './address-requests.repository.js';
import { AddressRequestsService } from './address-requests.service.js';
import { AccessTokenGuard } from './http/access-token.guard.js';
import { GrantClaimsService } from './grant-claims.service.js';
import { ImpersonatedAccountsService } from './impersonated-accounts.service.js';
import { ImpersonationSchema } from './impersonation.schema.js';
import { ImpersonationsRepository } from './impersonations.repository.js';
import { ImpersonationsService } from './impersonations.service.js';
import { StepUpGuard } from './http/step-up.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { OperatorResetsService } from './operator-resets.service.js';
import { OperatorService } from './operator.service.js';
import { PasswordsModule } from '../credentials/passwords.module.js';
import { SessionSchema } from './session.schema.js';
import { DepartedSessionsService } from './departed-sessions.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { SignInAttacksService } from './sign-in-attacks.service.js';
import { SignInRecordsService } from './sign-in-records.service.js';
import { SigningKeySchema } from './signing-key.schema.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { SigningKeysService } from './signing-keys.service.js';
import { ReauthorizationService } from './reauthorization.service.js';
import { TokenClientsService } from './token-clients.service.js';
import { TokenIntrospectionService } from './token-introspection.service.js';
import { TokensService } from './tokens.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: 'Session', schema: SessionSchema },
      { name: 'SigningKey', schema: SigningKeySchema },
      { name: 'Impersonation', schema: ImpersonationSchema },
      { name: 'AddressRequest', schema: AddressRequestSchema },
    ]),
    OneTimeCodesModule,
    PassportModule,
    JwtModule.register({}),
    ApiKeysModule,
    AuditModule,
    PasswordsModule,
    UsersModule,
    FactorsModule,
    MembershipsModule,
    RolesModule,
    RateLimitsModule,
    OrganizationRegistryModule,
  ],
  providers: [
    SessionsRepository,
    DepartedSessionsService,
    SignInRecordsService,
    SignInAttacksService,
    SessionsService,
    SigningKeysRepository,
    SigningKeysService,
    TokenClientsService,
    TokensService,
    GrantClaimsService,
    JwtStrategy,
    ImpersonationsRepository,
    ImpersonatedAccountsService,
    ImpersonationsService,
    ActorsService,
    CredentialChecksService,
    CredentialChangesService,
    EmailChangesService,
    PasswordChangesService,
    AccountOrganizationsService,
    RecoveryService,
    ChangeUndosService,
    AddressRequestsRepository,
    AddressRequestsService,
    EmailProofsService,
    FactorResetsService,
    SecondFactorsService,
    SignInChallengesService,
    TwoStepSignInsService,
    AuthService,
    OperatorService,
    OperatorResetsService,
    ReauthorizationService,
    TokenIntrospectionService,
    AccessTokenGuard,
    { provide: APP_GUARD, useExisting: AccessTokenGuard },
    { provide: APP_GUARD, useClass: StepUpGuard },
  ],
  exports: [
    FactorResetsService,
    TwoStepSignInsService,
    SecondFactorsService,
    AccessTokenGuard,
    CredentialChangesService,
    EmailChangesService,
    AuthService,
    EmailProofsService,
    PasswordChangesService,
    AccountOrganizationsService,
    RecoveryService,
    ChangeUndosService,
    AddressRequestsService,
    SessionsService,
    CredentialChecksService,
    OperatorService,
    OperatorResetsService,
    ImpersonationsService,
    SigningKeysService,
    ReauthorizationService,
    TokenIntrospectionService,
  ],
})
export class AuthModule {}
